// Writes the provisioned dashboards that are kept as code.
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { shipped, textOf } from '../src/dashboards/shipped';

import { root } from './processes';

for (const [name, build] of Object.entries(shipped)) {
  writeFileSync(path.join(root, 'provisioning', 'dashboards', `${name}.json`), textOf(build()));
}
