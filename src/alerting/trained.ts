import type { Question } from '../query/query';

/** Scores of the ranker on the day it was trained: counts of 200,000, in the buckets of the metric. */
export const trained = {
  kind: 'static',
  bounds: [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95],
  weights: [728, 16054, 64900, 36834, 14492, 13452, 22416, 18908, 8716, 2680, 436, 384],
  n: 200_000,
} satisfies Question['baseline'];
