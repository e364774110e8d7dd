import { createTheme } from '@grafana/data';
import { valueOf } from '../../../../src/query/recipe';
import { frameOf, judgedFrameOf } from './frames.fixture';
import { formatterOf, hasField, pointsOf, probability, samples, utc } from './points';

test('a row is a value and what stands beside it', () => {
  expect(pointsOf(frameOf('a'))).toEqual([
    { time: 60_000, name: 'a', value: 0.01, lower: 0, upper: 0.02, current: 1000, baseline: 2000 },
    { time: 120_000, name: 'a', value: null, lower: null, upper: null, current: 41, baseline: 82 },
    { time: 180_000, name: 'a', value: 0.03, lower: 0.02, upper: null, current: 1234.4, baseline: 2468 },
  ]);
});

test('a row has what its value is to be seen against', () => {
  expect(pointsOf(judgedFrameOf('a'))[0]).toMatchObject({ floor: 0.004, expectedLower: 0.001, expectedUpper: 0.012 });
  expect([frameOf('a'), judgedFrameOf('a')].map((frame) => hasField([frame], 'noise floor'))).toEqual([false, true]);
});

test('a frame of one value has no time', () => {
  const frame = frameOf('a');
  expect(pointsOf({ ...frame, fields: frame.fields.slice(1) })[0].time).toBeUndefined();
  expect(pointsOf({ fields: [], length: 0 })).toEqual([]);
});

test('numbers are written with their unit, and what is not known is said', () => {
  const format = formatterOf(valueOf(frameOf('a'))!, createTheme());
  expect([0.01, 0, null, undefined].map(format)).toEqual(['0.0100 nat', '0.0000 nat', '–', '–']);
  expect([1234.4, null].map(samples)).toEqual(['1,234', '–']);
  expect([0.034, 0.000099, 1, null, undefined].map(probability)).toEqual(['0.034', '< 0.0001', '1.0', '–', '–']);
  expect(utc(60_000)).toBe('1970-01-01 00:01');
});
