import { bySum, type Groups } from './groups';
import { sum } from './sums';
import type { Table } from './table';

/** Two distributions on the bins or groups of a table. */
export interface Pair {
  p: number[];
  q: number[];
}

/** Samples a bin that are added to each side. */
const added = 0.5;

/** The weight of a bin in the pooled distribution, not normalised: x + y + ½, or a known Q. */
const pooledWeights = (t: Table) => t.x.map((x, i) => (t.known ? t.y[i] : x + t.y[i] + added));

/** The target of groups: the pooled distribution for both sides. */
export function pooledTarget(t: Table): Pair {
  const weights = pooledWeights(t);
  const total = t.known ? 1 : sum(weights);
  const pooled = weights.map((weight) => weight / total);
  return { p: pooled, q: pooled };
}

/** The target of bins: the pair of their groups, spread over the bins of each like the pooled counts. */
export function targetWithin(t: Table, groups: Groups, pair: Pair): Pair {
  const weights = pooledWeights(t);
  const totals = bySum(groups, weights);
  const spread = (shares: number[]) =>
    weights.map((weight, i) => (shares[groups.of[i]] * weight) / Math.max(totals[groups.of[i]], 1e-300));
  return { p: spread(pair.p), q: t.known ? t.y : spread(pair.q) };
}

/**
 * The pair that the remaining bias is taken at: m + κ (p′ − m), p′ = (x + t)/(nx + K/2), t = m K/2, m the target. Groups
 * that stand by evidence get at least half a sample on each side. A known Q stays as it is.
 */
export function shrunkPair(t: Table, target: Pair, kappa: number, evident?: boolean[]): Pair {
  const total = added * t.x.length;
  const shrink = (counts: number[], n: number, m: number[]) =>
    counts.map((count, i) => {
      const smoothed = (count + Math.max(total * m[i], evident?.[i] ? added : 0)) / (n + total);
      return m[i] + kappa * (smoothed - m[i]);
    });
  return { p: shrink(t.x, t.nx, target.p), q: t.known ? t.y : shrink(t.y, t.ny, target.q) };
}
