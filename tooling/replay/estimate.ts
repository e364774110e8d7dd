import type { Direct, Divergence } from './divergence';
import { type Groups, groupsOf } from './groups';
import { fitBins, fitGroups } from './layer';
import { type Effects, likelyEffects } from './rounds';
import { effective, insufficient, newTable, shares, swapped, type Table } from './table';

/** Counts by bin, and what is known about them. */
export interface Samples {
  current: number[];
  baseline: number[];
  /** Bins have neighbours. */
  ordered: boolean;
  /** The baseline is exact: weights instead of counts. */
  known: boolean;
  /** Variance over that of independent events: current, baseline. */
  designEffect: Effects;
  /** Replicates of all that is compared showed the design effects, and only that of groups. */
  replicated: boolean;
}

/** An exact distribution in the place of P counts as so many samples. */
const exactCount = 1e13;

/**
 * The bias-corrected estimates of a divergence, signed, before they are clipped into the band; NaN if there are too few
 * samples. There is one, that of the bins at effective counts, unless replicates show how groups of bins spread: then
 * one for each way that bins may have been grouped (see likelyEffects), the likeliest first.
 */
export function estimates(kind: Divergence, samples: Samples): Iterable<number> {
  if (kind === 'klReverse') {
    return estimatesOf('kl', (effects) => reversed(tableOf(samples, effects)), samples);
  }
  return estimatesOf(kind, (effects) => tableOf(samples, effects), samples);
}

type AtEffects = (effects: Effects) => Table;

function* estimatesOf(kind: Direct, at: AtEffects, { ordered, designEffect, replicated }: Samples): Iterable<number> {
  const t = at(designEffect);
  if (insufficient(t)) {
    yield NaN;
    return;
  }
  if (!replicated) {
    yield fitBins(kind, t, groupsOf(t, ordered));
    return;
  }
  const seen = new Set<string>();
  for (const effects of likelyEffects(designEffect)) {
    const groups = groupsOf(at(effects), ordered);
    const key = groups.of.join();
    if (!seen.has(key)) {
      seen.add(key);
      yield ofGroups(kind, t, at([1, 1]), groups);
    }
  }
}

/**
 * The estimate of groups at effective counts, plus what the bins have over the same groups by the raw counts. A single
 * group has no estimate, and leaves that of the bins at effective counts.
 */
function ofGroups(kind: Direct, t: Table, raw: Table, groups: Groups): number {
  if (groups.evident.length < 2) {
    return fitBins(kind, t, groups);
  }
  const bins = fitBins(kind, raw, groups);
  return bins === Infinity ? bins : fitGroups(kind, t, groups).estimate + bins - fitGroups(kind, raw, groups).estimate;
}

function tableOf({ current, baseline, known }: Samples, effects: Effects): Table {
  return newTable(effective(current, effects[0]), known ? shares(baseline) : effective(baseline, effects[1]), known);
}

/** The table with the sides exchanged. As P a distribution can't be exact, but it can be next to it. */
const reversed = (t: Table) =>
  t.known
    ? newTable(
        t.y.map((share) => share * exactCount),
        t.x,
        false
      )
    : swapped(t);
