import { type Direct, divergenceOf } from './divergence';
import { bySum, type Groups } from './groups';
import { pointEstimate } from './pointestimate';
import { remainingBias } from './remainingbias';
import { type Pair, pooledTarget, shrunkPair, targetWithin } from './shrink';
import { newTable, type Table } from './table';

/** The estimate at one resolution, and the pair whose bias was subtracted. */
export interface Fit {
  estimate: number;
  pair: Pair;
}

/** The estimate of groups, shrunk to their pooled distribution. */
export function fitGroups(kind: Direct, t: Table, groups: Groups): Fit {
  const grouped = newTable(bySum(groups, t.x), bySum(groups, t.y), t.known);
  return fit(kind, grouped, pooledTarget(grouped), 0, groups.evident);
}

/** The estimate of bins, shrunk to the pair of their groups. A single group has no pair. */
export function fitBins(kind: Direct, t: Table, groups: Groups): number {
  const pair = groups.evident.length < 2 ? { p: [1], q: [1] } : fitGroups(kind, t, groups).pair;
  return fit(kind, t, targetWithin(t, groups, pair), divergenceOf(kind, pair.p, pair.q)).estimate;
}

/**
 * The point estimate less its remaining bias at the shrunk pair, whose divergence is to be about the estimated one: a
 * divergence is quadratic in the contrast, so κ² = (d − bias − D₀)/(D′ − D₀) from 0.01 to 1, D₀ that of the target.
 */
function fit(kind: Direct, t: Table, target: Pair, floor: number, evident?: boolean[]): Fit {
  const d = pointEstimate(kind, t);
  const full = shrunkPair(t, target, 1, evident);
  if (d === Infinity) {
    return { estimate: d, pair: full };
  }
  const contrast = divergenceOf(kind, full.p, full.q) - floor;
  const square = (d - remainingBias(kind, t, full) - floor) / Math.max(contrast, 1e-15);
  const pair = shrunkPair(t, target, Math.sqrt(Math.min(Math.max(square, 0.01), 1)), evident);
  return { estimate: d - remainingBias(kind, t, pair), pair };
}
