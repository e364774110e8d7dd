/** 1/√π = Γ(1)/Γ(½). */
const inverseSqrtPi = 1 / Math.sqrt(Math.PI);

/**
 * ψ(x) = d ln Γ(x)/dx for x > 0: ψ(x) = ψ(x+1) − 1/x up to 10, then the asymptotic series.
 * Source: Abramowitz & Stegun 6.3.5 and 6.3.18.
 */
export function digamma(x: number): number {
  let below = 0;
  for (; x < 10; x++) {
    below -= 1 / x;
  }
  const u = 1 / (x * x);
  const series = u * (1 / 12 - u * (1 / 120 - u * (1 / 252 - u * (1 / 240 - u * (1 / 132 - (u * 691) / 32760)))));
  return below + Math.log(x) - 0.5 / x - series;
}

/** g(x) = ψ(x) − ln x, by how much the logarithm of a count is too high on average. */
export const digammaMinusLog = (x: number) => digamma(x) - Math.log(x);

/**
 * E₁(x) = ∫ e^{−t}/t dt from x on, by polynomials; 0 beyond 8, and below 1e-12 that of 1e-12.
 * Source: Abramowitz & Stegun 5.1.53 and 5.1.54.
 */
export function expIntegral(x: number): number {
  if (x > 8) {
    return 0;
  }
  if (x > 1) {
    return ((Math.exp(-x) / x) * (x * x + 2.334733 * x + 0.250621)) / (x * x + 3.330657 * x + 1.681534);
  }
  const t = Math.max(x, 1e-12);
  const coefficients = [0.00107857, -0.00976004, 0.05519968, -0.24991055, 0.99999193, -0.57721566];
  return coefficients.reduce((sum, c) => sum * t + c, 0) - Math.log(t);
}

/**
 * h(x) = Γ(x+1)/Γ(x+½) for x ≥ 0, which estimates the square root of a Poisson mean from a count:
 * h(x) = h(x+1) (x+½)/(x+1) up to 30, then the asymptotic series.
 * Source: Tricomi & Erdélyi 1951, The asymptotic expansion of a ratio of gamma functions, Pacific J. Math. 1.
 */
export const rootOfCount = (x: number) => (x > 0 ? Math.sqrt(x) * (1 + rootExcess(x)) : inverseSqrtPi);

/** h(x)/√x − 1 for x > 0. */
export function rootExcess(x: number): number {
  let factor = 1;
  let t = x;
  for (; t < 30; t++) {
    factor *= (t + 0.5) / (t + 1);
  }
  const u = 1 / t;
  const series =
    u * (1 / 8 + u * (1 / 128 - u * (5 / 1024 + u * (21 / 32768 - u * (399 / 262144 + (u * 869) / 4194304)))));
  return t === x ? series : factor * Math.sqrt(t / x) * (1 + series) - 1;
}

/** B(m) = E h(X) − √m = e^{−m}/√π − √m erfc(√m) for X ~ Poisson(m); 0 beyond 30. */
export const rootBias = (m: number) => (m > 30 ? 0 : inverseSqrtPi * Math.exp(-m) - Math.sqrt(m) * erfc(Math.sqrt(m)));

/**
 * erfc(x) = 1 − erf(x) for x ≥ 0: the power series of erf up to 2.5, then the continued fraction.
 * Source: Abramowitz & Stegun 7.1.6 and 7.1.14.
 */
export function erfc(x: number): number {
  const scale = inverseSqrtPi * Math.exp(-x * x);
  if (x > 2.5) {
    let fraction = x;
    for (let k = 60; k > 0; k--) {
      fraction = x + k / 2 / fraction;
    }
    return scale / fraction;
  }
  let sum = 0;
  for (let term = x, n = 1; term > 1e-17 * sum; n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 1);
  }
  return 1 - 2 * scale * sum;
}
