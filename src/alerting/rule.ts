import { docs } from '../dashboards/board';

import type { Node } from './nodes';

/** What a rule says, in the terms of this project; `provisioned` makes Grafana's of it. */
export interface Rule {
  /** Of the rule, its runbook and, after "histodrift-", its UID. */
  name: string;
  title: string;
  /** `page` wakes somebody: the distribution changed and users feel it. */
  severity: 'page' | 'ticket';
  /** Who answers first. */
  team: string;
  /** Who owns what is measured: where the team goes on to. */
  owner: string;
  /** What rules of one cause have in common, so that their alerts arrive together. */
  cause: string;
  /** How long the condition has to hold. */
  for: string;
  /** How long the alert goes on after it last held, so that it does not come and go. */
  keepFiringFor?: string;
  /** When it fires, in words: for the table in the docs. */
  when: string;
  data: Node[];
  /** The node that decides; the last one unless said. */
  condition?: string;
  summary: string;
  description: string;
  /** The dashboard and panel that show the number. */
  panel: { dashboard: string; title: string };
  /** Dashboard variables that lead to the group, such as `{ group: 'service' }`: variable to label. */
  drill?: Drill;
  /** For the rule that speaks when data are gone. */
  silence?: 'OK' | 'Alerting';
}

/** Where the debug dashboard, or another one with its variables, has to look. */
export interface Drill {
  dashboard?: string;
  metric: string;
  label: string;
  scrape: string;
  window?: string;
  offset?: string;
  /** The label that splits the group. */
  split?: string;
  /** A label of the alert that narrows both sides, too. */
  within?: string;
}

/** A rule as Grafana provisions it. */
export interface Provisioned {
  uid: string;
  title: string;
  condition: string;
  data: Node[];
  noDataState: string;
  execErrState: string;
  for: string;
  keepFiringFor?: string;
  dashboardUid: string;
  panelId: number;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** Finds a panel's number by its title. */
export type PanelOf = (dashboard: string, title: string) => number;

// A query that fails is a ticket, and wakes nobody: the rule about the source itself does.
const onError = { page: 'KeepLast', ticket: 'Error' };

/** Grafana's form of a rule. */
export function provisioned(rule: Rule, panelOf: PanelOf): Provisioned {
  return {
    uid: `histodrift-${rule.name}`,
    title: rule.title,
    condition: rule.condition ?? rule.data[rule.data.length - 1].refId,
    for: rule.for,
    ...(rule.keepFiringFor && { keepFiringFor: rule.keepFiringFor }),
    // What can't be judged is null and never fires: too few samples are no reason to page anyone.
    noDataState: rule.silence ?? 'OK',
    execErrState: rule.silence === 'Alerting' ? 'Alerting' : onError[rule.severity],
    dashboardUid: `histodrift-${rule.panel.dashboard}`,
    panelId: panelOf(rule.panel.dashboard, rule.panel.title),
    labels: { severity: rule.severity, team: rule.team, owner: rule.owner, cause: rule.cause },
    annotations: {
      summary: unlessFailed(rule.summary),
      description: unlessFailed(rule.description),
      runbook_url: `${docs}/runbooks/${rule.name}.md`,
      ...(rule.drill && { debug_url: unlessFailed(debugURL(rule.drill), '') }),
    },
    data: rule.data,
  };
}

/** Grafana uses the same texts when a query of the rule fails: then there are no values to tell. */
function unlessFailed(text: string, otherwise = 'A query of this rule failed.'): string {
  return `{{ if $values }}${text}{{ else }}${otherwise}{{ end }}`;
}

/** The dashboard with the group of the alert chosen. */
function debugURL({ dashboard = 'debug', within, label, ...chosen }: Drill): string {
  const variables = Object.entries(chosen).map(([name, value]) => `var-${name}=${value}`);
  const group = [`var-label=${label}`, `var-group={{ urlquery $labels.${label} }}`];
  const filter = within ? [`var-filters=${within}|%3D|{{ urlquery $labels.${within} }}`] : [];
  return `{{ externalURL }}d/histodrift-${dashboard}?from=now-6h&to=now&${[...variables, ...group, ...filter].join('&')}`;
}
