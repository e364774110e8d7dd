// Writes the provisioned alert rules, routes and recording rules, which are kept as code, and their table in the docs.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { shipped, withTable } from '../src/alerting/shipped';

import { root } from './processes';

for (const [name, text] of Object.entries(shipped(panelOf))) {
  writeFileSync(path.join(root, 'provisioning', 'alerting', `${name}.yaml`), text);
}
const page = path.join(root, 'docs', 'alerting.md');
writeFileSync(page, withTable(readFileSync(page, 'utf8')));

/** The number of a panel of a provisioned dashboard, by which alert rules lead to it. */
function panelOf(dashboard: string, title: string): number {
  const file = path.join(root, 'provisioning', 'dashboards', `${dashboard}.json`);
  const panels: Array<{ id: number; title?: string }> = JSON.parse(readFileSync(file, 'utf8')).panels;
  const panel = panels.find((one) => one.title === title);
  if (!panel) {
    throw new Error(`the dashboard ${dashboard} has no panel "${title}"`);
  }
  return panel.id;
}
