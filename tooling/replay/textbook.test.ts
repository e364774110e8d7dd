import type { Bin } from './recipe';
import { textbook } from './textbook';

/** Bins with those upper bounds, the first one without a lower bound and, if the last is ∞, the last without an upper. */
function numbers(uppers: number[], current: number[], baseline: number[]): Bin[] {
  return uppers.map((upper, i) => ({
    name: `${i}`,
    ...(i > 0 && { lower: uppers[i - 1] }),
    ...(upper < Infinity && { upper }),
    current: current[i],
    baseline: baseline[i],
  }));
}

const value = (measure: string, bins: Bin[], known = false) => textbook[measure]({ bins, known });

// A quarter and three quarters against halves: the current side's counts are four times the shares.
const bins = numbers([1, 2], [1, 3], [5, 5]);
const [ln2, ln3] = [Math.LN2, Math.log(3)];
const klOfFirst = 0.25 * Math.log(0.25 / 0.375) + 0.75 * Math.log(0.75 / 0.625);
const klOfSecond = 0.5 * Math.log(0.5 / 0.375) + 0.5 * Math.log(0.5 / 0.625);
const js = (klOfFirst + klOfSecond) / 2;
const klOf = (p: number, m: number) => p * Math.log(p / m) + (1 - p) * Math.log((1 - p) / (1 - m));

it.each([
  ['kl', 0.75 * ln3 - ln2],
  ['klReverse', ln2 - 0.5 * ln3],
  ['psi', 0.25 * ln3],
  ['js', js],
  ['jsDistance', Math.sqrt(js)],
  ['tv', 0.25],
  ['hellinger', Math.sqrt(1 - Math.sqrt(1 / 8) - Math.sqrt(3 / 8))],
  ['entropy', 2 * ln2 - 0.75 * ln3],
  ['crossEntropy', ln2],
  ['newMass', 0],
  ['vanishedMass', 0],
  // 4 and 10 samples, 6/14 of them in the first bin.
  ['g', 2 * (4 * klOf(1 / 4, 6 / 14) + 10 * klOf(1 / 2, 6 / 14))],
  ['ks', 0.25],
  // A quarter moves from 0.5 to 1.5.
  ['wasserstein', 0.25],
])('%s by hand', (measure, want) => expect(value(measure, bins)).toBeCloseTo(want, 12));

it('has the value of scipy.stats.entropy', () => {
  const page = numbers([0.1, 0.25, 0.5, 1, Infinity], [720, 240, 120, 120, 0], [7440, 3600, 720, 216, 24]);
  expect(value('kl', page)).toBeCloseTo(0.121795, 6);
});

it('is infinite where the other side excludes what is there', () => {
  const fresh = numbers([1, 2, 3], [1, 1, 1], [1, 1, 0]);
  expect(['kl', 'psi', 'crossEntropy'].map((measure) => value(measure, fresh))).toEqual([Infinity, Infinity, Infinity]);
  expect(value('klReverse', fresh)).toBeCloseTo(Math.log(1.5), 12);
  expect(value('newMass', fresh)).toBeCloseTo(1 / 3, 12);
  expect(value('js', numbers([1, 2], [1, 0], [0, 1]))).toBeCloseTo(ln2, 12);
});

it('is 0 where nothing has changed', () => {
  const same = numbers([1, 2, 3], [1, 2, 0], [3, 6, 0]);
  for (const measure of ['kl', 'klReverse', 'psi', 'js', 'jsDistance', 'tv', 'hellinger', 'g', 'ks', 'wasserstein']) {
    expect(value(measure, same)).toBe(0);
  }
});

it('takes G against exact shares for that of a fit', () => {
  expect(value('g', numbers([1, 2], [1, 3], [0.5, 0.5]), true)).toBeCloseTo(8 * (0.75 * ln3 - ln2), 12);
});

it('puts open bins at their bound, or half way from 0', () => {
  // From −1 to 0, then by 1 to the middle of (0, 2], then to 2.
  const open = numbers([-1, 0, 2, Infinity], [1, 0, 0, 0], [0, 0, 0, 1]);
  expect(value('wasserstein', open)).toBeCloseTo(3, 12);
  expect(value('wasserstein', numbers([4, Infinity], [1, 0], [0, 1]))).toBeCloseTo(2, 12);
});

it('leaves nulls out of measures of numbers, and of no others', () => {
  const withNull = [...numbers([1, 2], [1, 3], [5, 5]), { name: 'null', current: 4, baseline: 0 }];
  expect(value('wasserstein', withNull)).toBeCloseTo(0.25, 12);
  expect(value('ks', withNull)).toBeCloseTo(0.25, 12);
  expect(value('newMass', withNull)).toBeCloseTo(0.5, 12);
});
