import { digamma, erfc, expIntegral, rootBias, rootExcess, rootOfCount } from './specialfunctions';

const euler = 0.5772156649015329;

it('has ψ(1) = −γ, ψ(½) = −γ − 2 ln 2, and ψ(x+1) − ψ(x) = 1/x', () => {
  expect(digamma(1)).toBeCloseTo(-euler, 14);
  expect(digamma(0.5)).toBeCloseTo(-euler - 2 * Math.LN2, 14);
  for (const x of [0.001, 0.7, 9.9, 10, 123.4]) {
    expect(digamma(x + 1) - digamma(x)).toBeCloseTo(1 / x, 11);
  }
});

// Source: Abramowitz & Stegun, table 5.1.
it.each([
  [0.5, 0.559773595],
  [1, 0.219383934],
  [2, 0.048900511],
])('has E₁(%p) = %p', (x, value) => expect(expIntegral(x)).toBeCloseTo(value, 5));

it('takes E₁ for 0 beyond 8', () => expect(expIntegral(8.001)).toBe(0));

// Source: Abramowitz & Stegun, table 7.1.
it.each([
  [0, 1],
  [0.5, 0.4795001222],
  [1, 0.1572992071],
  [2, 0.004677735],
])('has erfc(%p) = %p', (x, value) => expect(erfc(x)).toBeCloseTo(value, 10));

it('has an erfc without a step between its two ways', () => {
  expect(erfc(2.5 + 1e-9) / erfc(2.5 - 1e-9)).toBeCloseTo(1, 7);
});

it('has h(0) = 1/√π, h(1) = 2/√π, h(½) = √π/2', () => {
  expect(rootOfCount(0)).toBeCloseTo(1 / Math.sqrt(Math.PI), 14);
  expect(rootOfCount(1)).toBeCloseTo(2 / Math.sqrt(Math.PI), 12);
  expect(rootOfCount(0.5)).toBeCloseTo(Math.sqrt(Math.PI) / 2, 12);
  expect(1 + rootExcess(31)).toBeCloseTo(rootOfCount(31) / Math.sqrt(31), 14);
});

it('has E h(X) − √m = B(m) for Poisson counts', () => {
  for (const m of [0.1, 1, 7]) {
    let [mean, probability] = [0, Math.exp(-m)];
    for (let x = 0; x < 80; x++) {
      mean += probability * rootOfCount(x);
      probability *= m / (x + 1);
    }
    expect(mean - Math.sqrt(m)).toBeCloseTo(rootBias(m), 12);
  }
});
