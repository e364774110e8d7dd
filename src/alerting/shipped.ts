import { stringify } from 'yaml';

import { canaryRules } from './canary';
import { capacityRules } from './capacity';
import { modelRules } from './model';
import { notifications } from './notifications';
import { recordings } from './recording';
import { type PanelOf, type Rule, provisioned } from './rule';
import { serviceRules } from './service';
import { sourceRules } from './source';
import { tenantRules } from './tenant';
import { valueRules } from './values';

const folder = { orgId: 1, folder: 'Histodrift' };

const groups: Record<string, { name: string; rules: Rule[] }> = {
  services: { name: 'Services', rules: serviceRules },
  models: { name: 'Models', rules: modelRules },
  canaries: { name: 'Canaries', rules: canaryRules },
  tenants: { name: 'Tenants', rules: tenantRules },
  values: { name: 'Values', rules: valueRules },
  capacity: { name: 'Capacity', rules: capacityRules },
  source: { name: 'Source', rules: sourceRules },
};

/** All rules that alert, in the order of their files. */
export const rules: Rule[] = Object.values(groups).flatMap((group) => group.rules);

/** The files of provisioning/alerting, by name. */
export function shipped(panelOf: PanelOf): Record<string, string> {
  const alerting = Object.entries(groups).map(([file, { name, rules }]) => [
    file,
    text({ groups: [{ ...folder, name, interval: '1m', rules: rules.map((rule) => provisioned(rule, panelOf)) }] }),
  ]);
  return {
    ...Object.fromEntries(alerting),
    recording: text({ groups: [{ ...folder, name: 'Recording', interval: '1m', rules: recordings }] }),
    notifications: text(notifications),
  };
}

const marks = ['<!-- rules -->', '<!-- /rules -->'];

/** A page with the table of the rules between its marks. */
export function withTable(page: string): string {
  const [before] = page.split(marks[0]);
  const after = page.split(marks[1])[1];
  return [before, marks[0], '\n', table(), marks[1], after].join('');
}

function table(): string {
  const rows = rules.map(
    ({ name, severity, when, for: holds, keepFiringFor = '–', team }) =>
      `| [${name}](runbooks/${name}.md) | ${severity} | ${when} | ${holds} | ${keepFiringFor} | ${team} |`
  );
  return ['| rule | severity | fires when | for | goes on for | team |', '|---|---|---|---|---|---|', ...rows, ''].join(
    '\n'
  );
}

function text(content: object): string {
  const head =
    '# Written by `npm run alerting` from src/alerting. What a rule asks and why is explained in docs/alerting.md.\n';
  return head + stringify({ apiVersion: 1, ...content }, { lineWidth: 0, aliasDuplicateObjects: false });
}
