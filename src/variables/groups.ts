import type { DataFrame, MetricFindValue } from '@grafana/data';
import { valueOf } from '../query/recipe';

/**
 * The values that a label has in the groups of an answer, those of the most divergent group first. A group that can't be
 * judged is none of them, and a value of several groups is there once.
 */
export function groupValues(label: string, frames: DataFrame[]): MetricFindValue[] {
  const groups = frames.flatMap((frame) => {
    const field = valueOf(frame);
    const value = field?.values[field.values.length - 1];
    const text = field?.labels?.[label];
    return text !== undefined && typeof value === 'number' && !isNaN(value) ? [{ text, value }] : [];
  });
  // Infinity less infinity is no number.
  groups.sort((a, b) => (a.value === b.value ? 0 : b.value - a.value));
  return [...new Set(groups.map(({ text }) => text))].map((text) => ({ text, value: text }));
}
