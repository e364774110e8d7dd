import type { Direct } from './divergence';
import type { Pair } from './shrink';
import { expIntegral, rootBias } from './specialfunctions';
import { sumOver } from './sums';
import type { Table } from './table';

/** The bias that bins with few samples leave in a point estimate, if a pair is true and counts are those of Poisson. */
export function remainingBias(kind: Direct, t: Table, { p, q }: Pair): number {
  return sumOver(p, q, (p, q) => (p > 0 && q > 0 ? ofBin(kind, t, p, q) : 0));
}

function ofBin(kind: Direct, t: Table, p: number, q: number): number {
  switch (kind) {
    case 'kl':
      return kl(t, p, q);
    case 'psi':
      return kl(t, p, q) + klReverse(t, p, q);
    case 'js':
      return js(t, p, q);
    case 'hellinger2':
      return hellinger2(t, p, q);
  }
}

/** p E₁(nx p) − p E₁(ny q); what is known has no such part. */
const kl = (t: Table, p: number, q: number) =>
  p * expIntegral(t.nx * p) - (t.known ? 0 : p * expIntegral(atLeastHalf(t.ny * q, t.ny * p)));

const klReverse = (t: Table, p: number, q: number) =>
  (t.known ? 0 : q * expIntegral(t.ny * q)) - q * expIntegral(atLeastHalf(t.nx * p, t.nx * q));

/** An empty bin counts as 0.56 samples: less is not extrapolated, unless the other side expects as little. */
const atLeastHalf = (mean: number, other: number) => Math.max(mean, Math.min(0.56, other));

/** ½ p E₁(nx p) + ½ q E₁(ny q) − m E₁(w), m = (p+q)/2, w = (p+q)²/(p a + q b). */
function js(t: Table, p: number, q: number): number {
  const ofQ = t.known ? 0 : 0.5 * q * expIntegral(t.ny * q);
  return 0.5 * p * expIntegral(t.nx * p) + ofQ - ((p + q) / 2) * expIntegral((p + q) ** 2 / (p * t.a + q * t.b));
}

/** √(ab) [√m √n − (√m + B(m)) (√n + B(n))], m = nx p, n = ny q; of a known Q −B(m) √(q a). */
function hellinger2(t: Table, p: number, q: number): number {
  const ofP = rootBias(t.nx * p) * Math.sqrt(t.a);
  const ofQ = t.known ? 0 : rootBias(t.ny * q) * Math.sqrt(t.b);
  return -(ofP * Math.sqrt(q) + ofQ * Math.sqrt(p) + ofP * ofQ);
}
