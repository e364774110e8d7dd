import type { MeasureName, Unit } from './query';

/** A measure as people read it. */
export interface Measure {
  name: MeasureName;
  /** The measure in words, for menus and summaries. */
  label: string;
  formula: (unit: Unit) => string;
  /** What it sees, and what it misses. */
  reading: string;
}

const log = (unit: Unit) => (unit === 'bits' ? 'log₂' : 'ln');

/** The measures, in the order of the menu. p is the share of a bin in current, q its share in the baseline. */
export const measures: Measure[] = [
  {
    name: 'kl',
    label: 'KL',
    formula: (unit) => `KL(current ‖ baseline) = Σ p ${log(unit)}(p/q)`,
    reading: 'Sees values that are new in current.',
  },
  {
    name: 'klReverse',
    label: 'reverse KL',
    formula: (unit) => `KL(baseline ‖ current) = Σ q ${log(unit)}(q/p)`,
    reading: 'Sees values that vanished from current.',
  },
  {
    name: 'js',
    label: 'JS',
    formula: (unit) => `JS = ½ Σ p ${log(unit)}(p/m) + ½ Σ q ${log(unit)}(q/m), m = ½(p + q)`,
    reading: 'Sees both alike and is never more than 1 bit (0.69 nats).',
  },
];

/** The measure of a name. */
export function measureOf(name: MeasureName): Measure {
  const measure = measures.find((m) => m.name === name);
  if (!measure) {
    throw new Error(`unknown measure: ${name}`);
  }
  return measure;
}
