import type { CompleteQuestion } from './defaults';
import { canBeOrdered } from './joint';
import { measureOf } from './measure';
import type { Problem } from './problem';
import type { MeasureName, Selection } from './query';
import { hasVariable } from './variable';

/** Whether a measure applies: only values in an order can have moved a distance. */
export function canMeasure(name: MeasureName, bins: { current: Selection; joint?: string[] }): boolean {
  return !measureOf(name)?.needsOrder || canBeOrdered(bins);
}

/** Finds what can't work in the measures. */
export function measureProblems({ measures, current }: CompleteQuestion): Problem[] {
  return measures.flatMap((name, i) => {
    const message = measureProblem(name, measures.slice(0, i), current);
    return message ? [{ field: `measures[${i}]`, message }] : [];
  });
}

function measureProblem(name: MeasureName, before: MeasureName[], current: Selection): string | undefined {
  if (hasVariable(name)) {
    return undefined;
  }
  const measure = measureOf(name);
  if (!measure) {
    return `“${name}” is not a known measure.`;
  }
  if (before.includes(name)) {
    return `${measure.label} is asked for twice: remove one.`;
  }
  return canMeasure(name, { current })
    ? undefined
    : `${measure.label} needs values in an order, and categories have none: use JS or total variation.`;
}
