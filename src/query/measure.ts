import type { MeasureName, Unit } from './query';

/** A measure as people read it. */
export interface Measure {
  name: MeasureName;
  /** The measure in words, for menus and summaries. */
  label: string;
  formula: (unit: Unit) => string;
  /** What it sees, and what it misses. */
  reading: string;
  /** A share of the samples, 0 to 1, rather than a distance with a unit. */
  share?: true;
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
  {
    name: 'newMass',
    label: 'New mass',
    formula: () => 'New mass = Σ p where q = 0',
    reading: 'The share of the current samples with values that the baseline never had: 0.02 is 2 in 100.',
    share: true,
  },
  {
    name: 'vanishedMass',
    label: 'Vanished mass',
    formula: () => 'Vanished mass = Σ q where p = 0',
    reading: 'The share of the baseline with values that nobody sees any more: 0.02 is 2 in 100.',
    share: true,
  },
];

/** Whether all measures are shares, so that the unit says nothing. */
export function areShares(names: MeasureName[]): boolean {
  return names.every((name) => measures.find((measure) => measure.name === name)?.share);
}
