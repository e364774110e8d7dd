import { toSeconds } from './duration';
import type { Matcher } from './query';
import { hasVariable } from './variable';

/** What is wrong with a field of the query, and what to do about it. */
export interface Problem {
  /** Path of the field, such as `baseline.offset`. */
  field: string;
  message: string;
  /** The field is still to be filled in; the others hold something that can't work. */
  missing?: true;
}

/** Finds what can't work in a metric's name. */
export function metricProblems(field: string, metric: string): Problem[] {
  if (metric === '') {
    return [{ field, message: 'Choose a histogram.', missing: true }];
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
