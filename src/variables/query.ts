import type { DataQuery } from '@grafana/schema';
import type { MetricSort } from '../lookup/lookup';
import { newQuestion } from '../query/defaults';
import type { HistodriftQuery, Selection } from '../query/query';

/** Names of metrics. */
export interface MetricNames {
  kind: 'metrics';
  sort?: MetricSort;
  /** Part of the name. */
  search?: string;
}

/** Names of the labels that a side's series have. */
export interface LabelNames {
  kind: 'labels';
  side: Selection;
}

/** Values of a label among a side's series. */
export interface LabelValues {
  kind: 'labelValues';
  label: string;
  side: Selection;
}

/** Values of a group-by label of a question, those of the most divergent groups first. */
export interface Groups {
  kind: 'groups';
  label: string;
  query: HistodriftQuery;
}

export type Values = MetricNames | LabelNames | LabelValues | Groups;
export type VariableKind = Values['kind'];

/** The query of a dashboard variable. */
export type VariableQuery = DataQuery & Values;

/** How many groups a variable offers unless its query says otherwise, and at most. */
export const GROUPS = { default: 10, max: 1000 };

/** What a kind starts with. The series that were chosen go along. */
export function startOf(kind: VariableKind, before?: VariableQuery): Values {
  const side = before && 'side' in before ? before.side : newQuestion.current;
  switch (kind) {
    case 'metrics':
      return { kind };
    case 'labels':
      return { kind, side };
    case 'labelValues':
      return { kind, side, label: '' };
    default:
      return {
        kind,
        label: '',
        query: { refId: 'A', ...newQuestion, current: side, view: 'ranking', limit: GROUPS.default },
      };
  }
}

/** The query of a variable as it was saved; a new variable has an empty text in its place. */
export function variableQueryOf(saved: unknown): VariableQuery {
  const query = typeof saved === 'object' && saved !== null ? (saved as Partial<VariableQuery>) : {};
  const refId = query.refId || 'HistodriftVariable';
  return { ...(query.kind ? (query as VariableQuery) : startOf('metrics')), refId };
}
