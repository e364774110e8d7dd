import { type Direct, divergenceOf } from './divergence';
import { digamma, digammaMinusLog, rootExcess, rootOfCount } from './specialfunctions';
import { sumOver } from './sums';
import { swapped, type Table } from './table';

/** Estimates of divergences without the bias of plug-in values, but for what nearly empty bins leave; signed. */
export function pointEstimate(kind: Direct, t: Table): number {
  switch (kind) {
    case 'kl':
      return kl(t);
    case 'psi':
      return kl(t) + (t.known ? klOfKnown(t) : kl(swapped(t)));
    case 'js':
      return js(t);
    case 'hellinger2':
      return hellinger2(t);
  }
}

/**
 * Σ p [ψ(x) − ψ(y+1)] − ψ(nx) + ψ(ny+1), or Σ p [ψ(x) − ln q] − ψ(nx) where Q is known, ∞ if it excludes what was seen.
 * Source: Zhang & Grabchak 2014, Nonparametric estimation of Kullback–Leibler divergence, Neural Computation 26.
 */
function kl(t: Table): number {
  const logOfQ = (y: number) => (t.known ? Math.log(y) : digamma(y + 1));
  const cross = sumOver(t.x, t.y, (x, y) => (x > 0 ? x * t.a * (digamma(x) - logOfQ(y)) : 0));
  return cross - digamma(t.nx) + (t.known ? 0 : digamma(t.ny + 1));
}

/** KL of a known Q from P: Σ q [ln q − ψ(x+1)] + ψ(nx+1). */
const klOfKnown = (t: Table) =>
  sumOver(t.x, t.y, (x, q) => (q > 0 ? q * (Math.log(q) - digamma(x + 1)) : 0)) + digamma(t.nx + 1);

/**
 * The plug-in value and the corrections of its three entropies, g(t) = ψ(t) − ln t, m = (p+q)/2, w = (p+q)²/(p a + q b):
 * JS + Σ [½ p g(x) + ½ q g(y) − m g(w)] − ½ g(nx) − ½ g(ny) + g(4/(a+b)); of a known Q, without those of q.
 * Source: Grassberger 1988, Finite sample corrections to entropy and dimension estimates, Phys. Lett. A 128.
 */
function js(t: Table): number {
  const { p, q } = sharesOf(t);
  const correction = (share: number, count: number) => (count > 0 ? share * digammaMinusLog(count) : 0);
  const ofBins = sumOver(p, q, (p, q, i) => {
    const variance = p * t.a + q * t.b;
    const ofMean = variance > 0 ? correction((p + q) / 2, (p + q) ** 2 / variance) : 0;
    return correction(p / 2, t.x[i]) + (t.known ? 0 : correction(q / 2, t.y[i])) - ofMean;
  });
  const ofTotals = correction(0.5, t.nx) + (t.known ? 0 : correction(0.5, t.ny));
  return divergenceOf('js', p, q) + ofBins - ofTotals + digammaMinusLog(4 / (t.a + t.b));
}

/**
 * 1 − (1 − a/8 − b/8) Σ h(x) h(y) √(ab), h(t) = Γ(t+1)/Γ(t+½), and √q for h(y) √b where Q is known. The sum is taken as
 * 1 − H² + Σ [h(x) h(y) √(ab) − √(pq)], so that what is added up is as small as the result.
 */
function hellinger2(t: Table): number {
  const { p, q } = sharesOf(t);
  const plugIn = divergenceOf('hellinger2', p, q);
  const excess = sumOver(p, q, (p, q, i) => {
    const [x, y] = [t.x[i], t.y[i]];
    if (x > 0 && y > 0) {
      const [ofX, ofY] = [rootExcess(x), t.known ? 0 : rootExcess(y)];
      return Math.sqrt(p * q) * (ofX + ofY + ofX * ofY);
    }
    return rootOfCount(x) * Math.sqrt(t.a) * (t.known ? Math.sqrt(q) : rootOfCount(y) * Math.sqrt(t.b));
  });
  return plugIn - excess + ((t.a + t.b) / 8) * (1 - plugIn + excess);
}

const sharesOf = (t: Table) => ({ p: t.x.map((x) => x * t.a), q: t.y.map((y) => y / t.ny) });
