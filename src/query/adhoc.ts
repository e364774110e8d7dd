import type { AdHocVariableFilter } from '@grafana/data';
import { escapeRegex } from './matcher';
import type { Baseline, HistodriftQuery, Matcher } from './query';

/**
 * Adds the dashboard's ad hoc filters to both sides. A cohort inherits current's matchers on the labels that it does not
 * name, so it gets only the filters on those it does. An expression takes none, and then neither does the other side: one
 * side filtered and one not would differ for that alone. The help of the expression says so.
 */
export function withAdHocFilters(query: HistodriftQuery, filters: AdHocVariableFilter[]): HistodriftQuery {
  if (filters.length === 0 || hasExpression(query)) {
    return query;
  }
  const added = filters.map(asMatcher);
  const current = { ...query.current, matchers: [...(query.current.matchers ?? []), ...added] };
  return { ...query, current, baseline: query.baseline && filterBaseline(query.baseline, added) };
}

function hasExpression({ current, baseline }: HistodriftQuery): boolean {
  return current.expr !== undefined || (baseline?.kind === 'cohort' && baseline.expr !== undefined);
}

function filterBaseline(baseline: Baseline, added: Matcher[]): Baseline {
  if (baseline.kind !== 'cohort' || !baseline.matchers) {
    return baseline;
  }
  const own = baseline.matchers;
  return { ...baseline, matchers: [...own, ...added.filter(({ label }) => own.some((o) => o.label === label))] };
}

/** An operator that PromQL lacks goes through as it is: the query layer answers with an error that names it. */
function asMatcher({ key, operator, value, values = [value] }: AdHocVariableFilter): Matcher {
  switch (operator) {
    case '=|':
      return { label: key, op: '=~', value: values.map(escapeRegex).join('|') };
    case '!=|':
      return { label: key, op: '!~', value: values.map(escapeRegex).join('|') };
    default:
      return { label: key, op: operator as Matcher['op'], value };
  }
}
