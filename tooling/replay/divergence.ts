import { sumOver } from './sums';

/** The f-divergences whose estimate is computed again. */
export type Divergence = 'kl' | 'klReverse' | 'psi' | 'js' | 'hellinger2';

/** Those that are estimated as they stand: the reverse KL is KL with the sides exchanged. */
export type Direct = Exclude<Divergence, 'klReverse'>;

/** What one bin with the shares p and q adds to a divergence, never below 0. */
export type Term = (p: number, q: number) => number;

/** p ln(p/q) − p + q; ∞ where only q is 0. */
const kl: Term = (p, q) => (p > 0 ? p * logRatio(p, q) - (p - q) : q);

export const terms: Record<Divergence, Term> = {
  kl,
  klReverse: (p, q) => kl(q, p),
  /** (p − q) ln(p/q); ∞ where one of both is 0. */
  psi: (p, q) => (p === q ? 0 : (p - q) * logRatio(p, q)),
  /** ½ p ln(p/m) + ½ q ln(q/m), m = (p+q)/2. */
  js: (p, q) => 0.5 * (kl(p, (p + q) / 2) + kl(q, (p + q) / 2)),
  /** ½ (√p − √q)², by √p − √q = (p − q)/(√p + √q), which keeps the digits of what is nearly equal. */
  hellinger2: (p, q) => (p === q ? 0 : 0.5 * ((p - q) / (Math.sqrt(p) + Math.sqrt(q))) ** 2),
};

/** ln(p/q), which keeps its digits where p ≈ q. */
function logRatio(p: number, q: number): number {
  const difference = (p - q) / q;
  return Math.abs(difference) < 0.5 ? Math.log1p(difference) : Math.log(p / q);
}

/** The divergence of two distributions. */
export const divergenceOf = (kind: Divergence, p: number[], q: number[]) => sumOver(p, q, terms[kind]);
