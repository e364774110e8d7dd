import type { Matcher, Selection } from './query';
import { hasVariable } from './variable';

/** The PromQL that a side of the builder stands for; empty where it has no metric yet. */
export function expressionOf(side: Selection, labels: string[]): string {
  if (!side.metric) {
    return '';
  }
  const isClassic = !side.category && side.type !== 'native';
  const series = selectorText(side.metric, isClassic ? '_bucket' : '', side.matchers ?? []);
  const counts = `${side.type === 'categoryGauge' ? 'avg_over_time' : 'increase'}(${series}[$__window])`;
  const kept = [...(isClassic ? ['le'] : []), ...(side.category ?? []), ...labels];
  return kept.length > 0 ? `sum by (${kept.map(labelText).join(', ')}) (${counts})` : `sum(${counts})`;
}

function selectorText(metric: string, suffix: string, matchers: Matcher[]): string {
  const texts = matchers.map(matcherText);
  // The name of a variable would go on into the suffix.
  const name = (suffix ? metric.replace(/\$(\w+)$/, '${$1}') : metric) + suffix;
  if (hasVariable(metric) || /^[A-Za-z_:][\w:]*$/.test(metric)) {
    return texts.length > 0 ? `${name}{${texts.join(', ')}}` : name;
  }
  return `{${[JSON.stringify(name), ...texts].join(', ')}}`;
}

/** A variable may have many values, which in PromQL only a regular expression can take. */
function matcherText({ label, op, value }: Matcher): string {
  const isVariable = /^(\$\w+|\$\{\w+\}|\[\[\w+\]\])$/.test(value);
  const taking = isVariable ? ({ '=': '=~', '!=': '!~', '=~': '=~', '!~': '!~' } as const)[op] : op;
  return `${labelText(label)}${taking}${JSON.stringify(value)}`;
}

function labelText(label: string): string {
  return hasVariable(label) || /^[A-Za-z_]\w*$/.test(label) ? label : JSON.stringify(label);
}

/** The labels that the aggregations of an expression keep: only they can make its groups and categories. */
export function labelsOf(expr: string): string[] {
  const found = [...expr.matchAll(/\bby\s*\(([^)]*)\)/gi)].flatMap(([, names]) => names.split(','));
  const labels = found.map((name) => name.trim().replace(/^(["'])(.*)\1$/, '$2'));
  return [...new Set(labels)].filter((label) => label !== '' && label !== 'le');
}
