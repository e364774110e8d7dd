import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';

import type { Question } from '../query/query';
import pluginJson from '../plugin.json';

/** The data source that is chosen above the panels. */
export const histodrift = { type: pluginJson.id, uid: '${datasource}' };

/** Prometheus itself, for what stands beside a divergence. */
export const prometheus = { type: 'prometheus', uid: '${prometheus}' };

/** For panels whose queries go to both. */
export const mixed = { type: 'datasource', uid: '-- Mixed --' };

/** A question of a panel. */
export function ask(question: Omit<Question, 'version'>, refId = 'A'): Builder<Dataquery> {
  return target({ refId, datasource: histodrift, version: 1, ...question });
}

/** PromQL of a panel, over the panel's range. */
export function promql(expr: string, legendFormat: string, refId = 'A'): Builder<Dataquery> {
  return target({ refId, datasource: prometheus, expr, legendFormat, range: true });
}

/** PromQL of a panel for the end of its range, as a table. */
export function promqlNow(expr: string, refId = 'A'): Builder<Dataquery> {
  return target({ refId, datasource: prometheus, expr, instant: true, range: false, format: 'table' });
}

function target(json: Record<string, unknown>): Builder<Dataquery> {
  return { build: () => ({ ...json, _implementsDataqueryVariant: () => {} }) as Dataquery };
}
