import { type DataFrame, FieldType, toDataFrame } from '@grafana/data';
import { underNoise } from './underNoise';

/** A frame of the last answer, asked with a threshold of 0.03. */
function frame(custom: object | undefined, labels: Record<string, string> = {}): DataFrame {
  const config = { thresholds: { mode: 'absolute', steps: [{ value: 0.03, color: 'red' }] } };
  return toDataFrame({
    refId: 'A',
    meta: { custom },
    fields: [
      { name: 'Time', type: FieldType.time, values: [0] },
      { name: 'js', type: FieldType.number, values: [0.01], labels, config },
    ],
  });
}

const payment = frame({ requiredN: 1412, last: { noiseFloor: 0.04, n: [210, 8200] } }, { service: 'payment' });
const cart = frame({ requiredN: 980, last: { noiseFloor: 0.035, n: [400, 8000] } }, { service: 'cart' });
const search = frame({ last: { noiseFloor: 0.02, n: [9000, 9000] } }, { service: 'search' });

test('says the floor, the samples that make it, and how many it takes', () => {
  expect(underNoise(0.03, 'estimate', [search, payment])).toBe(
    'Under the noise floor of 0.040 at n = 210 (payment): with no change at all, windows exceed it. It takes about 1,500 samples on each side.'
  );
});

test('the highest floor is named, and how many others there are', () => {
  expect(underNoise(0.03, 'estimate', [cart, payment])).toContain('of 0.040 at n = 210 (payment and 1 other): ');
  expect(underNoise(0.01, 'estimate', [cart, payment, search])).toContain('(payment and 2 others): ');
});

test('a threshold that is newer than the answer is judged, but not by the samples that another one takes', () => {
  expect(underNoise(0.02, 'upper', [payment])).toBe(
    'Under the noise floor of 0.040 at n = 210 (payment): with no change at all, windows exceed it.'
  );
});

test.each(['lower', 'aboveNormal'] as const)(
  'alert rules on %s do not fire for noise, but miss what is small',
  (on) => {
    expect(underNoise(0.03, on, [payment])).toContain(': a change this small can’t be told from no change. It takes');
  }
);

test.each<[string, number | undefined, DataFrame[]]>([
  ['without a threshold', undefined, [payment]],
  ['without an answer', 0.03, []],
  ['at the floor', 0.04, [payment]],
  ['above all floors', 0.05, [payment, cart, search]],
  ['where there is no floor', 0.03, [frame({ last: { noiseFloor: null, n: [1, 1] } })]],
  ['where an older answer says nothing of it', 0.03, [frame(undefined), frame({}), frame({ last: { n: [1, 1] } })]],
  ['where there are no series', 0.03, [toDataFrame({ refId: 'A', fields: [] })]],
])('%s nothing is said', (_, threshold, frames) => {
  expect(underNoise(threshold, 'estimate', frames)).toBeUndefined();
});

test.each<[object, string]>([
  [{ noiseFloor: 0.04, n: [null, 120.4] }, 'of 0.040 at n = 120: '],
  [{ noiseFloor: 0.04, n: [null, null] }, 'of 0.040: '],
  [{ noiseFloor: 0.04 }, 'of 0.040: '],
  [{ noiseFloor: 1234.5, n: [1, 1] }, 'of 1,235 at n = 1: '],
])('%j is written as “%s”', (last, text) => {
  expect(underNoise(0.03, 'estimate', [frame({ last })])).toContain(`Under the noise floor ${text}`);
});
