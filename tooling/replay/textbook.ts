import type { Bin } from './recipe';
import { type Divergence, divergenceOf } from './divergence';
import { numbersOf, positionOf } from './positions';
import { sum, sumOver } from './sums';
import { shares } from './table';

/** The counts of both sides; known says that those of the baseline are exact weights. */
export interface Counts {
  bins: Bin[];
  known: boolean;
}

/** The textbook value of a measure of some counts, in nats where it has a logarithm: the formulas of the frames. */
export type Textbook = (counts: Counts) => number;

/** Every measure by the name of its field. */
export const textbook: Record<string, Textbook> = {
  kl: of('kl'),
  klReverse: of('klReverse'),
  psi: of('psi'),
  js: of('js'),
  jsDistance: (counts) => Math.sqrt(of('js')(counts)),
  hellinger: (counts) => Math.sqrt(of('hellinger2')(counts)),
  tv: ({ bins }) => 0.5 * sumOver(current(bins), baseline(bins), (p, q) => Math.abs(p - q)),
  entropy: ({ bins }) => crossEntropy(current(bins), current(bins)),
  crossEntropy: ({ bins }) => crossEntropy(current(bins), baseline(bins)),
  newMass: ({ bins }) => massOutside(current(bins), baseline(bins)),
  vanishedMass: ({ bins }) => massOutside(baseline(bins), current(bins)),
  g,
  ks: ({ bins }) => {
    const [f, g] = cumulative(numbersOf(bins));
    return Math.max(...f.map((upTo, i) => Math.abs(upTo - g[i])));
  },
  wasserstein,
};

const current = (bins: Bin[]) => shares(bins.map((bin) => bin.current));
const baseline = (bins: Bin[]) => shares(bins.map((bin) => bin.baseline));

function of(kind: Divergence): Textbook {
  return ({ bins }) => divergenceOf(kind, current(bins), baseline(bins));
}

/** H(P, Q) = −Σ p ln q. */
const crossEntropy = (p: number[], q: number[]) => -sumOver(p, q, (p, q) => (p > 0 ? p * Math.log(q) : 0));

/** Σ p over the bins with q = 0. */
const massOutside = (p: number[], q: number[]) => sumOver(p, q, (p, q) => (q > 0 ? 0 : p));

/** G = 2 Σ O ln(O/E): of two samples, E is a bin's total shared out by theirs; of one against exact shares, E = n q. */
function g({ bins, known }: Counts): number {
  const [p, q] = [current(bins), baseline(bins)];
  const n = sum(bins.map((bin) => bin.current));
  if (known) {
    return 2 * n * divergenceOf('kl', p, q);
  }
  const m = sum(bins.map((bin) => bin.baseline));
  const mixed = p.map((share, i) => (n * share + m * q[i]) / (n + m));
  return 2 * (n * divergenceOf('kl', p, mixed) + m * divergenceOf('kl', q, mixed));
}

/** F and G, the shares up to the end of each bin. */
function cumulative(bins: Bin[]): [number[], number[]] {
  const upTo = (all: number[]) => all.map((_, i) => sum(all.slice(0, i + 1)));
  return [upTo(current(bins)), upTo(baseline(bins))];
}

/** W₁ = Σ |F − G| Δ, Δ the distance to the next bin's place. Source: Vallender 1974, Theory Probab. Appl. 18. */
function wasserstein({ bins }: Counts): number {
  const numbers = numbersOf(bins);
  const places = numbers.map(positionOf);
  const [f, g] = cumulative(numbers);
  return sumOver(f.slice(0, -1), g, (f, g, i) => Math.abs(f - g) * (places[i + 1] - places[i]));
}
