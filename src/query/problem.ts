import { toSeconds } from './duration';
import type { Interval, Matcher, Question } from './query';
import type { Source } from './source';
import { RANGE, hasVariable } from './variable';

/** What is wrong with a field of the query, and what to do about it. */
export interface Problem {
  /** Path of the field, such as `baseline.offset`. */
  field: string;
  message: string;
  /** The field is still to be filled in; the others hold something that can't work. */
  missing?: true;
}

/** Finds what can't work in a metric's name. */
export function metricProblems(field: string, metric: string, source: Source): Problem[] {
  if (metric === '') {
    const message = source === 'categories' ? 'Choose a counter or gauge.' : 'Choose a histogram.';
    return [{ field, message, missing: true }];
  }
  if (metric.endsWith('_bucket') && !hasVariable(metric)) {
    return [{ field, message: `Leave _bucket off: ${metric.slice(0, -'_bucket'.length)}.` }];
  }
  return [];
}

/** Finds what can't work in label matchers. */
export function matcherProblems(field: string, matchers: Matcher[] = []): Problem[] {
  return matchers.flatMap(({ label }, i) =>
    label === '' ? [{ field: `${field}[${i}].label`, message: 'Choose a label, or remove the matcher.' }] : []
  );
}

/** Finds what can't work in labels that are named one by one, and tell the series of a group apart. */
export function labelsProblems(field: string, labels: string[], { groupBy }: Pick<Question, 'groupBy'>): Problem[] {
  return labels.flatMap((label, i) => {
    const message = labelProblem(label, labels.slice(0, i), groupBy);
    return message ? [{ field: `${field}[${i}]`, message }] : [];
  });
}

function labelProblem(label: string, before: string[], groupBy: string[] = []): string | undefined {
  if (label === '') {
    return 'A label has no name: remove it.';
  }
  if (label === 'le') {
    return 'le is the bucket bound: remove it.';
  }
  if (before.includes(label)) {
    return `${label} is named twice: remove one.`;
  }
  return groupBy.includes(label)
    ? `${label} makes the groups, so that each has one value of it: remove it here or from “Group by”.`
    : undefined;
}

/** Finds a number that is not whole, or outside its limits. */
export function wholeProblem(field: string, n: number, { min, max }: { min: number; max: number }): Problem[] {
  return Number.isInteger(n) && n >= min && n <= max
    ? []
    : [{ field, message: `Use a whole number from ${min} to ${max}.` }];
}

/** Finds a number that is no share between nothing and all. */
export function shareProblem(field: string, share: number, message: string): Problem[] {
  return share > 0 && share < 1 ? [] : [{ field, message }];
}

/** Finds what can't work in a duration. One that holds a variable is not judged. */
export function durationProblems(field: string, text: string): Problem[] {
  if (hasVariable(text)) {
    return [];
  }
  const seconds = toSeconds(text);
  if (seconds === undefined) {
    return [{ field, message: `“${text}” is not a duration: write it like 5m, 1h or 7d.` }];
  }
  return seconds === 0 ? [{ field, message: 'Must be longer than nothing.' }] : [];
}

/** Finds what can't work in a duration that can't be the panel's range. */
export function fixedDurationProblems(field: string, text: string, example: string): Problem[] {
  return text === RANGE ? [{ field, message: `Write it like ${example}.` }] : durationProblems(field, text);
}

/** Finds what can't work in a range of times. */
export function rangeProblems(field: string, { from, to }: Interval, name: string): Problem[] {
  const problems = [
    ...timeProblems(`${field}.from`, from, `Say when ${name} begins.`),
    ...timeProblems(`${field}.to`, to, `Say when ${name} ends.`),
  ];
  if (problems.length > 0 || hasVariable(from + to) || Date.parse(from) < Date.parse(to)) {
    return problems;
  }
  return [{ field: `${field}.to`, message: `Must be after the start of ${name}.` }];
}

/** Finds what can't work in a time. One that holds a variable is not judged. */
export function timeProblems(field: string, text: string, whenMissing: string): Problem[] {
  if (!text) {
    return [{ field, message: whenMissing, missing: true }];
  }
  if (hasVariable(text) || (rfc3339.test(text) && !isNaN(Date.parse(text)))) {
    return [];
  }
  return [{ field, message: `“${text}” is not a time: write it like 2026-11-01T00:00:00Z.` }];
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
