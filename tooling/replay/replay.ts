import type { Divergence } from './divergence';
import { estimates, type Samples } from './estimate';
import { type Compared, same } from './compared';
import { isOrdered } from './positions';
import { type Frame, isRecipe, type Last, measureOf, nameOf, type Recipe } from './recipe';
import { textbook } from './textbook';
import { inUnit } from './unit';

/** What came of a frame. What is left out was not computed again, and why says so. */
export interface Replayed {
  name: string;
  plugIn?: Compared;
  estimate?: Compared;
  why?: string;
}

/** The divergences whose bias is corrected; the distances are the roots of theirs. */
const divergences: Record<string, Divergence> = {
  kl: 'kl',
  klReverse: 'klReverse',
  psi: 'psi',
  js: 'js',
  jsDistance: 'js',
  hellinger: 'hellinger2',
};
const roots = ['jsDistance', 'hellinger'];

/** Computes the numbers of a frame again, from the counts in its metadata. */
export function replay(frame: Frame): Replayed {
  const name = nameOf(frame);
  const recipe = frame.schema?.meta?.custom;
  const measure = measureOf(frame);
  if (!isRecipe(recipe)) {
    return { name, why: 'its metadata hold no counts of a last point' };
  }
  const { last } = recipe;
  if (last.more) {
    return { name, why: `${last.more} bins are not listed, only the ${last.bins.length} that contribute most` };
  }
  if (!(measure in textbook)) {
    return { name, why: `the measure "${measure}" is not known here` };
  }
  const known = last.n[1] === null;
  const plugIn = inUnit(measure, recipe, textbook[measure]({ bins: last.bins, known }));
  return {
    name,
    plugIn: { theirs: last.plugIn, ours: finite(plugIn) },
    ...estimateOf(measure, recipe, plugIn),
  };
}

/** The estimate: what was observed, or corrected for its bias, where that is done here. */
function estimateOf(measure: string, recipe: Recipe, plugIn: number): Pick<Replayed, 'estimate' | 'why'> {
  const { last, estimator } = recipe;
  const kind = divergences[measure];
  if (estimator.startsWith('observed') || estimator === 'plug-in, smoothing none') {
    return { estimate: { theirs: last.estimate, ours: finite(plugIn) } };
  }
  if (!estimator.startsWith('bias-corrected') || !kind) {
    return { why: `estimate not computed again: ${estimator}` };
  }
  let likeliest: Compared | undefined;
  for (const signed of estimates(kind, samplesOf(recipe))) {
    const value = roots.includes(measure) ? Math.sign(signed) * Math.sqrt(Math.abs(signed)) : signed;
    const ours = finite(clipped(inUnit(measure, recipe, value), last));
    const compared = { theirs: last.estimate, ours };
    if (same(compared)) {
      return { estimate: compared };
    }
    likeliest ??= compared;
  }
  return { estimate: likeliest };
}

function samplesOf(recipe: Recipe): Samples {
  const { bins, n, noise } = recipe.last;
  return {
    current: bins.map((bin) => bin.current),
    baseline: bins.map((bin) => bin.baseline),
    ordered: isOrdered(bins),
    known: n[1] === null,
    designEffect: noise.designEffect,
    replicated: noise.replicates !== 'none' && !noise.effectsOnly,
  };
}

/** An estimate within its band: not below a lower limit above 0, and not above the upper one. */
function clipped(value: number, { lower, upper }: Last): number {
  return Math.min(lower !== null && lower > 0 ? Math.max(value, lower) : value, upper ?? Infinity);
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);
