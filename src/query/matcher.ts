import type { Matcher, Selection } from './query';

/** Escapes a text for use as a literal in an RE2 regular expression. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Whether two matchers are the same. */
export function equalMatchers(a: Matcher, b: Matcher): boolean {
  return a.label === b.label && a.op === b.op && a.value === b.value;
}

/** Writes a matcher as PromQL does. */
export function matcherText({ label, op, value }: Matcher): string {
  return `${label}${op}${JSON.stringify(value)}`;
}

/** Writes the metric and matchers of a selection as PromQL does. */
export function selectionText({ metric = '', matchers = [] }: Selection): string {
  return matchers.length > 0 ? `${metric}{${matchers.map(matcherText).join(', ')}}` : metric;
}
