// Writes the provisioned alert rules, routes and recording rules, which are kept as code, and their table in the docs.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { shipped, withTable } from '../src/alerting/shipped';

import { root } from './processes';

for (const [name, text] of Object.entries(shipped())) {
  writeFileSync(path.join(root, 'provisioning', 'alerting', `${name}.yaml`), text);
}
const page = path.join(root, 'docs', 'alerting.md');
writeFileSync(page, withTable(readFileSync(page, 'utf8')));
