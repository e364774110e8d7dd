import type { MeasureName, Unit } from './query';

/** What the numbers of a measure mean: nats or bits, a plain number, a share of the samples, or the metric's own unit. */
export type MeasureScale = 'log' | 'plain' | 'share' | 'metric';

/** A measure as people read it. */
export interface Measure {
  name: MeasureName;
  /** The measure in words, for menus and summaries. */
  label: string;
  /** The label is made of common words, which are small within a sentence. */
  common?: true;
  formula: (unit: Unit) => string;
  /** What it sees, and what it misses. */
  reading: string;
  scale: MeasureScale;
  /** There are no limits of it. */
  bandless?: true;
  /** It is about numbers, so that categories have none. */
  needsOrder?: true;
  /** It is no sum over bins, so that no bin has a part of it. */
  indivisible?: true;
}

const log = (unit: Unit) => (unit === 'bits' ? 'log₂' : 'ln');

/** The measures, in the order of the menu. p is the share of a bin in current, q its share in the baseline. */
export const measures: Measure[] = [
  {
    name: 'kl',
    label: 'KL',
    formula: (unit) => `KL(current ‖ baseline) = Σ p ${log(unit)}(p/q)`,
    reading: 'Sees values that are new in current; has no upper limit where the baseline never had them.',
    scale: 'log',
  },
  {
    name: 'klReverse',
    label: 'reverse KL',
    formula: (unit) => `KL(baseline ‖ current) = Σ q ${log(unit)}(q/p)`,
    reading: 'Sees values that vanished from current; has no upper limit where nothing is left of them.',
    scale: 'log',
  },
  {
    name: 'psi',
    label: 'PSI',
    formula: (unit) => `PSI = Σ (p − q) ${log(unit)}(p/q)`,
    reading:
      'Both directions of KL added, the population stability index: sees new and vanished values, and weighs rare bins heavily.',
    scale: 'log',
  },
  {
    name: 'js',
    label: 'JS',
    formula: (unit) => `JS = ½ Σ p ${log(unit)}(p/m) + ½ Σ q ${log(unit)}(q/m), m = ½(p + q)`,
    reading: 'Sees both alike and is never more than 1 bit (0.69 nats).',
    scale: 'log',
  },
  {
    name: 'jsDistance',
    label: 'JS distance',
    formula: (unit) => `JS distance = √(½ Σ p ${log(unit)}(p/m) + ½ Σ q ${log(unit)}(q/m)), m = ½(p + q)`,
    reading: 'The root of JS: a distance in the strict sense, which makes small changes look larger.',
    scale: 'plain',
  },
  {
    name: 'tv',
    label: 'Total variation',
    common: true,
    formula: () => 'Total variation = ½ Σ |p − q|',
    reading: 'The share of the samples that would have to move: 0.02 is 2 in 100. Does not see how far they moved.',
    scale: 'share',
  },
  {
    name: 'hellinger',
    label: 'Hellinger distance',
    formula: () => 'Hellinger distance = √(½ Σ (√p − √q)²)',
    reading:
      '0 for the same, 1 for nothing in common. Sees rare bins better than total variation, and is always finite.',
    scale: 'plain',
  },
  {
    name: 'wasserstein',
    label: 'Wasserstein distance',
    formula: () => 'Wasserstein distance = Σ |F − G| Δ, F and G the shares up to a bound, Δ the step to the next',
    reading:
      'How far samples moved on average, in the metric’s unit; a move beyond the last finite bound, or within a bin, is not seen.',
    scale: 'metric',
    needsOrder: true,
  },
  {
    name: 'ks',
    label: 'Kolmogorov–Smirnov distance',
    formula: () => 'Kolmogorov–Smirnov distance = max |F − G|, F and G the shares up to a bound',
    reading:
      'The largest difference of the shares up to any one bound. Sees shifts of the middle; misses changes of the tails.',
    scale: 'share',
    needsOrder: true,
    indivisible: true,
  },
  {
    name: 'crossEntropy',
    label: 'Cross-entropy',
    common: true,
    formula: (unit) => `H(current, baseline) = −Σ p ${log(unit)}(q)`,
    reading:
      'The entropy of current and KL together: how surprising current is to the baseline. Not 0 without a change, and has no band.',
    scale: 'log',
    bandless: true,
    indivisible: true,
  },
  {
    name: 'entropy',
    label: 'Entropy',
    common: true,
    formula: (unit) => `H(current) = −Σ p ${log(unit)}(p)`,
    reading: 'How evenly current is spread over the bins. Knows nothing of the baseline, and has no band.',
    scale: 'log',
    bandless: true,
    indivisible: true,
  },
  {
    name: 'g',
    label: 'G statistic',
    formula: () => 'G = 2 Σ O ln(O/E), O the counts of both sides, E those of no change',
    reading:
      'The log-likelihood-ratio test of “no change”, with its p-value. Grows with the samples: says whether, not how much.',
    scale: 'plain',
    bandless: true,
    indivisible: true,
  },
  {
    name: 'newMass',
    label: 'New mass',
    common: true,
    formula: () => 'New mass = Σ p where q = 0',
    reading: 'The share of the current samples with values that the baseline never had: 0.02 is 2 in 100.',
    scale: 'share',
  },
  {
    name: 'vanishedMass',
    label: 'Vanished mass',
    common: true,
    formula: () => 'Vanished mass = Σ q where p = 0',
    reading: 'The share of the baseline with values that nobody sees any more: 0.02 is 2 in 100.',
    scale: 'share',
  },
];

/** A measure by its name; undefined for one that is not known. */
export function measureOf(name: MeasureName): Measure | undefined {
  return measures.find((measure) => measure.name === name);
}

/** Whether any measure is in nats or bits. */
export function areInUnit(names: MeasureName[]): boolean {
  return names.some((name) => measureOf(name)?.scale === 'log');
}

/** Whether the unit makes a difference to any measure; it does to JS distance, which is a root of nats or bits. */
export function dependOnUnit(names: MeasureName[]): boolean {
  return areInUnit(names) || names.includes('jsDistance');
}

/** Whether a measure is the share of samples in bins that are empty on the other side. */
export function isMass(name: MeasureName): boolean {
  return name === 'newMass' || name === 'vanishedMass';
}
