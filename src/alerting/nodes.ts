import type { Question } from '../query/query';

/** A query or an expression of a rule, as Grafana provisions it. Its result is `$values.<refId>` in texts. */
export interface Node {
  refId: string;
  datasourceUid: string;
  relativeTimeRange: { from: number; to: number };
  model: Record<string, unknown>;
}

/** The data sources of the demo. Whoever copies a rule puts the UIDs of their own here. */
const uids = { histodrift: 'histodrift', prometheus: 'prometheus', expression: '__expr__' };

const now = { from: 3600, to: 0 };

/** One number for each group, from the windows that end now; of a verdict, from the counts of the last `seconds`. */
export function ask(refId: string, question: Omit<Question, 'version'>, seconds = now.from): Node {
  return {
    refId,
    datasourceUid: uids.histodrift,
    relativeTimeRange: { ...now, from: seconds },
    model: { refId, version: 1, ...question },
  };
}

/** What PromQL says now. */
export function promql(refId: string, expr: string): Node {
  return {
    refId,
    datasourceUid: uids.prometheus,
    relativeTimeRange: now,
    model: { refId, instant: true, expr },
  };
}

/** Arithmetic on other nodes, `$name` each. Values with the same labels are joined; a group that one side lacks is left out. */
export function math(refId: string, expression: string): Node {
  return of(refId, { type: 'math', expression });
}

/** Fires above a level, and ends below `until`: between them it stays as it was. */
export function above(refId: string, expression: string, level: number, until?: number): Node {
  return of(refId, { type: 'threshold', expression, conditions: [condition('gt', level, 'lt', until)] });
}

/** Fires below a level, and ends above `until`. */
export function below(refId: string, expression: string, level: number, until?: number): Node {
  return of(refId, { type: 'threshold', expression, conditions: [condition('lt', level, 'gt', until)] });
}

function condition(fires: string, level: number, ends: string, until?: number) {
  return {
    evaluator: { type: fires, params: [level] },
    ...(until !== undefined && { unloadEvaluator: { type: ends, params: [until] } }),
  };
}

function of(refId: string, model: Record<string, unknown>): Node {
  const datasource = { type: uids.expression, uid: uids.expression };
  return {
    refId,
    datasourceUid: uids.expression,
    relativeTimeRange: { from: 0, to: 0 },
    model: { refId, datasource, ...model },
  };
}
