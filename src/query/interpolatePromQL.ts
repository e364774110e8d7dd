import { escapeRegex } from './matcher';

/** What is known of a variable beside its value. */
export interface VariableInfo {
  multi?: boolean;
  includeAll?: boolean;
}

/** Writes the value, or the many values, of a variable. */
export type PromQLFormat = (value: string | string[], variable?: VariableInfo) => string;

/** String literals and comments, in which quotes mean nothing else. */
const token = /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|#[^\n]*)/;

/**
 * Replaces the variables in PromQL as Grafana's Prometheus data source does: in a string, values of a variable that can have
 * many become a regular expression (a|b), and all values are escaped, so that none ends the string. Elsewhere many values
 * become a list, as in `by (a, b)`.
 */
export function interpolatePromQL(
  text: string,
  replace: (part: string, format: PromQLFormat | 'csv') => string
): string {
  return text
    .split(token)
    .map((part, i) => (part === '' ? '' : replace(part, i % 2 === 1 ? formatIn(part[0]) : 'csv')))
    .join('');
}

function formatIn(quote: string): PromQLFormat | 'csv' {
  if (quote === '#') {
    return 'csv';
  }
  const literal = (text: string) => (quote === '`' ? text : escapeQuoted(text, quote));
  return (value, variable = {}) => {
    if (Array.isArray(value)) {
      const choice = value.map((item) => literal(escapeRegex(item)));
      return choice.length === 1 ? choice[0] : `(${choice.join('|')})`;
    }
    // A variable that can have but one value may hold an expression; the values of the others are literal.
    return literal(variable.multi || variable.includeAll ? escapeRegex(value) : value);
  };
}

function escapeQuoted(text: string, quote: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n');
}
