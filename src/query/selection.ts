import type { CompleteQuestion } from './defaults';
import { list } from './list';
import { type Problem, matcherProblems, metricProblems } from './problem';
import type { Selection } from './query';
import { sourceOf } from './source';

/** Finds what can't work in the current side. */
export function currentProblems({ current, groupBy }: CompleteQuestion): Problem[] {
  const source = sourceOf(current);
  return [
    ...(source === 'promql'
      ? exprProblems('current.expr', current)
      : metricProblems('current.metric', current.metric ?? '', source)),
    ...(source === 'categories' && !current.category?.length
      ? [{ field: 'current.category', message: 'Choose a category label.', missing: true as const }]
      : []),
    ...categoryProblems('current.category', current.category, groupBy),
    ...typeProblems('current.type', current),
    ...matcherProblems('current.matchers', current.matchers),
  ];
}

/** Finds what can't work in an expression, and what can't stand beside one. */
export function exprProblems(field: string, side: Selection): Problem[] {
  if (!side.expr?.trim()) {
    return [{ field, message: 'Write an expression.', missing: true }];
  }
  const beside = [
    ...(side.metric ? ['metric'] : []),
    ...(side.matchers?.length ? ['matchers'] : []),
    ...(side.type ? ['type'] : []),
  ];
  return beside.length === 0
    ? []
    : [{ field, message: `Stands in place of ${list(beside)}: remove one or the other.` }];
}

/** Finds what can't work in category labels. */
export function categoryProblems(field: string, labels: string[] = [], groupBy: string[]): Problem[] {
  return labels.flatMap((label, i) => {
    const message = categoryProblem(label, labels.slice(0, i), groupBy);
    return message ? [{ field: `${field}[${i}]`, message }] : [];
  });
}

function categoryProblem(label: string, before: string[], groupBy: string[]): string | undefined {
  if (label === '') {
    return 'A category label has no name: remove it.';
  }
  if (label === 'le') {
    return 'le is the bucket bound, not a category: remove it.';
  }
  if (before.includes(label)) {
    return `${label} is named twice: remove one.`;
  }
  return groupBy.includes(label)
    ? `${label} is also a group-by label, and can make either bins or groups: remove one of the two.`
    : undefined;
}

/** Finds a type that does not go with the category labels. */
export function typeProblems(field: string, { type, category }: Selection): Problem[] {
  if (!category?.length || (type !== 'classic' && type !== 'native')) {
    return [];
  }
  return [{ field, message: `A ${type} histogram has no category labels: use counter or gauge.` }];
}
