import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';

import pluginJson from '../../src/plugin.json';

const root = path.resolve(__dirname, '../..');
const envelope = new Set(['refId', 'datasource', 'hide', 'key', 'intervalMs', 'maxDataPoints']);

/** A query of a shipped file, without what Grafana adds to it. */
export interface ShippedQuery {
  place: string;
  query: Record<string, unknown>;
}

/** An alert rule as provisioned. */
export interface Rule {
  uid: string;
  title: string;
  condition: string;
  noDataState: string;
  annotations: Record<string, string>;
  dashboardUid?: string;
  panelId?: number;
  labels: Record<string, string>;
  data: Array<{ refId: string; datasourceUid: string; model: Record<string, unknown> }>;
}

/** A dashboard as provisioned. */
export interface Dashboard {
  uid: string;
  templating?: { list: Array<{ name: string; current?: { value?: string } }> };
  panels: Panel[];
}

/** A panel that asks something. */
export interface Panel {
  id: number;
  type: string;
  title: string;
  description?: string;
  /** None of a panel of text. */
  targets?: Array<Record<string, unknown>>;
}

/** Reads a file of the project. */
export function readText(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** Reads a YAML file of the project. */
export function readYaml<T>(file: string): T {
  return parse(readText(file), { merge: true });
}

/** The provisioned dashboards; rows, which hold panels together, are left out. */
export function dashboards(): Dashboard[] {
  return files('provisioning/dashboards', '.json').map((file) => {
    const dashboard: Dashboard = JSON.parse(readText(file));
    return { ...dashboard, panels: dashboard.panels.filter(({ type }) => type !== 'row') };
  });
}

/** The text of a provisioned dashboard. */
export function dashboardText(name: string): string {
  return readText(`provisioning/dashboards/${name}.json`);
}

/** The files of alert rules, routes and recording rules. */
export function alertingFiles(): string[] {
  return readdirSync(path.join(root, 'provisioning/alerting'));
}

/** The provisioned alert rules; those that record are left out. */
export function rules(): Rule[] {
  return files('provisioning/alerting', '.yaml').flatMap((file) =>
    (readYaml<{ groups?: Array<{ rules: Rule[] }> }>(file).groups ?? [])
      .flatMap((group) => group.rules)
      .filter(({ condition }) => condition)
  );
}

/** All queries to this data source in dashboards and rules. */
export function queries(): ShippedQuery[] {
  const panels = dashboards().flatMap((dashboard) =>
    dashboard.panels.flatMap((panel) =>
      (panel.targets ?? [])
        .filter((target) => (target.datasource as { type: string }).type === pluginJson.id)
        .map((target) => ({ place: `${dashboard.uid}: ${panel.title}`, query: chosen(dashboard, bare(target)) }))
    )
  );
  const alerts = rules().flatMap((rule) =>
    rule.data
      .filter((data) => data.datasourceUid === 'histodrift')
      .map((data) => ({ place: rule.title, query: bare(data.model) }))
  );
  return [...panels, ...alerts];
}

function files(folder: string, ending: string): string[] {
  return readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name));
}

function bare(target: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(target).filter(([key]) => !envelope.has(key)));
}

/** A query with the variables of its dashboard replaced by what they are at the start, as Grafana sends it. */
function chosen({ templating }: Dashboard, query: Record<string, unknown>): Record<string, unknown> {
  const values = new Map(templating?.list.map(({ name, current }) => [name, current?.value ?? name]));
  const text = JSON.stringify(query).replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced, bare) => {
    const value = values.get(braced ?? bare);
    return value === '$__all' ? '.+' : (value ?? whole);
  });
  return JSON.parse(text);
}
