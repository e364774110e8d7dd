/**
 * Macros that depend on the time range and the step. The query layer resolves them, because alert rules have the same
 * ones; Grafana would put values in that the query layer could no longer tell from what a person typed.
 */
const macro =
  /(\$\{__(?:range|interval|rate_interval|window)(?:_m?s)?\}|\$__(?:range|interval|rate_interval|window)(?:_m?s)?(?!\w))/;

/** The macro for the length of the panel's range. */
export const RANGE = '$__range';

/** Applies `replace` to all of a text but the macros of the query layer. */
export function aroundMacros(text: string, replace: (part: string) => string): string {
  return text
    .split(macro)
    .map((part, i) => (i % 2 === 1 || part === '' ? part : replace(part)))
    .join('');
}

/** Whether a text holds a variable or macro, so that its value is not known before the query runs. */
export function hasVariable(text: string): boolean {
  return /\$\{?[A-Za-z_]|\[\[\w+/.test(text);
}
