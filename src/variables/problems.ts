import { type Problem, metricProblems, matcherProblems, wholeProblem } from '../query/problem';
import { validate } from '../query/validate';
import type { Selection } from '../query/query';
import { sourceOf } from '../query/source';
import { hasVariable } from '../query/variable';
import { asRanking } from './asRanking';
import { GROUPS, type Groups, type VariableKind, type VariableQuery } from './query';

const kinds: VariableKind[] = ['metrics', 'labels', 'labelValues', 'groups'];

/** Finds what can't work in the query of a variable, and what it still lacks. */
export function variableProblems(query: VariableQuery): Problem[] {
  switch (query.kind) {
    case 'metrics':
      return [];
    case 'labels':
      return sideProblems(query.side);
    case 'labelValues':
      return [...labelProblems(query.label), ...sideProblems(query.side)];
    case 'groups':
      return groupsProblems(query);
    default: {
      const { kind } = query as { kind: string };
      return [{ field: 'kind', message: `“${kind}” is not known: use ${kinds.join(', ')}.` }];
    }
  }
}

function labelProblems(label: string): Problem[] {
  return label === '' ? [{ field: 'label', message: 'Choose a label.', missing: true }] : [];
}

/** Without a metric, it is about all series. */
function sideProblems({ metric, matchers, ...side }: Selection): Problem[] {
  return [
    ...(metric ? metricProblems('side.metric', metric, sourceOf(side)) : []),
    ...matcherProblems('side.matchers', matchers),
  ];
}

function groupsProblems({ label, query }: Groups): Problem[] {
  const ranking = asRanking(query);
  const { groupBy = [] } = ranking;
  const problems = [...validate(ranking).map((problem) => ({ ...problem, field: `query.${problem.field}` }))];
  if (groupBy.length === 0) {
    const message = 'Choose in “Group by” what makes the groups.';
    return [...problems, { field: 'query.groupBy', message, missing: true }];
  }
  if (label !== '' && !groupBy.includes(label) && !hasVariable(groupBy.join())) {
    const message = `${label} does not make the groups: choose one of ${groupBy.join(', ')}.`;
    return [...problems, { field: 'label', message }];
  }
  return [
    ...problems,
    ...labelProblems(label),
    ...wholeProblem('query.limit', ranking.limit, { min: 1, max: GROUPS.max }),
  ];
}
