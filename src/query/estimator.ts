import type { CompleteQuestion } from './defaults';
import type { Problem } from './problem';
import type { EstimatorName } from './query';
import { hasVariable } from './variable';

/** A way from counts to shares, as people read it. */
export interface Estimator {
  name: EstimatorName;
  /** For menus. */
  label: string;
  description: string;
  /** What it is in a sentence. */
  sentence: (amount: number) => string;
  /** The number that it takes, where it takes one. */
  amount?: { label: string; default: number };
}

const events = (n: number) => (n === 1 ? '1 event' : `${n} events`);

/** The estimators, in the order of the menu. */
export const estimators: Estimator[] = [
  {
    name: 'corrected',
    label: 'Corrected',
    description: 'Free of the bias of small counts, always finite, with a band',
    sentence: () => 'The bias of small counts is corrected.',
  },
  {
    name: 'none',
    label: 'As observed',
    description: 'KL and PSI are infinite where a bin is new',
    sentence: () => 'Shares are taken as observed.',
  },
  {
    name: 'epsilon',
    label: 'At least ε',
    description: 'No share is smaller than ε',
    sentence: (amount) => `Shares are taken as at least ${amount}.`,
    amount: { label: 'Smallest share', default: 0.0001 },
  },
  {
    name: 'laplace',
    label: 'Laplace',
    description: 'Some events are added to each bin',
    sentence: (amount) => `${events(amount)} ${amount === 1 ? 'is' : 'are'} added to each bin.`,
    amount: { label: 'Events added', default: 1 },
  },
  {
    name: 'jeffreys',
    label: 'Jeffreys',
    description: 'Half an event is added to each bin',
    sentence: () => 'Half an event is added to each bin.',
  },
  {
    name: 'pool',
    label: 'Pooled',
    description: 'Bins of few events are joined',
    sentence: (amount) => `Bins of fewer than ${events(amount)} are joined.`,
    amount: { label: 'Fewest events', default: 5 },
  },
];

/** An estimator by its name; undefined for one that is not known. */
export function estimatorOf(name: EstimatorName): Estimator | undefined {
  return estimators.find((estimator) => estimator.name === name);
}

/** Whether an estimator is the textbook value of shares as observed or smoothed. */
export function isPlugIn(name: EstimatorName): boolean {
  return name !== 'corrected' && estimatorOf(name) !== undefined;
}

/** Says how shares are taken, where that is not the default. */
export function estimatorText({ estimator, smoothing }: CompleteQuestion): string {
  const known = estimatorOf(estimator);
  return known && isPlugIn(estimator) ? known.sentence(smoothing ?? known.amount?.default ?? 0) : '';
}

/** Finds what can't work in the estimator. */
export function estimatorProblems({ estimator, smoothing }: CompleteQuestion): Problem[] {
  if (hasVariable(estimator)) {
    return [];
  }
  const known = estimatorOf(estimator);
  if (!known) {
    return [{ field: 'estimator', message: `“${estimator}” is not a known estimator.` }];
  }
  const message = smoothing === undefined ? undefined : amountProblem(known, smoothing);
  return message ? [{ field: 'smoothing', message }] : [];
}

function amountProblem({ name, label, amount }: Estimator, smoothing: number): string | undefined {
  if (!amount) {
    return `“${label}” takes no amount: remove it.`;
  }
  if (!(smoothing > 0 && Number.isFinite(smoothing))) {
    return 'Use a number above 0, or leave it out.';
  }
  return name === 'epsilon' && smoothing >= 0.5 ? 'No small share: use less than 0.5, such as 0.0001.' : undefined;
}
