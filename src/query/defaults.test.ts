import { withDefaults } from './defaults';
import type { Bins, Confidence } from './query';

test('what is left out takes the defaults of the query layer', () => {
  expect(withDefaults({ current: { metric: 'm' } })).toEqual({
    version: 1,
    view: 'divergence',
    current: { metric: 'm' },
    baseline: { kind: 'previous', offset: '1d', window: '1h' },
    groupBy: [],
    joint: [],
    window: '1h',
    instant: false,
    measures: ['kl'],
    estimator: 'corrected',
    smoothing: undefined,
    replicates: 'auto',
    bins: { kind: 'stored' },
    unit: 'nats',
    confidence: { level: 0.95, band: true, noiseFloor: true, expectedRange: false },
    minCount: 100,
    widenTo: undefined,
    threshold: undefined,
    alertOn: 'estimate',
    scrapeInterval: undefined,
  });
});

test.each<[Confidence, boolean]>([
  [{ band: true }, true],
  [{ band: false }, false],
  [{ band: false, noiseFloor: true }, true],
  [{ band: true, noiseFloor: false }, false],
])('with %j the noise floor is %s', (confidence, noiseFloor) => {
  expect(withDefaults({ confidence }).confidence).toEqual({
    level: 0.95,
    expectedRange: false,
    ...confidence,
    noiseFloor,
  });
});

test.each([
  ['1h', '1d'],
  ['1d', '1d'],
  ['7d', '7d'],
  ['$__range', '$__range'],
  ['$window', '$window'],
])('a window of %s has its baseline %s before', (window, offset) => {
  expect(withDefaults({ window }).baseline).toEqual({ kind: 'previous', offset, window });
});

test.each([
  ['1h', '7d'],
  ['28d', '28d'],
  ['$__range', '7d'],
])('seasons of a window of %s are %s apart', (window, period) => {
  expect(withDefaults({ window, baseline: { kind: 'seasonal' } }).baseline).toHaveProperty('period', period);
});

test.each<[Bins, Bins]>([
  [{ kind: 'stored' }, { kind: 'stored' }],
  [{ kind: 'quantiles' }, { kind: 'quantiles', count: 10 }],
  [{ kind: 'equalWidth' }, { kind: 'equalWidth', count: 10, scale: 'linear' }],
  [
    { kind: 'equalWidth', count: 30, scale: 'log' },
    { kind: 'equalWidth', count: 30, scale: 'log' },
  ],
  [{ kind: 'top' }, { kind: 'top', count: 20 }],
])('bins %j are complete as %j', (bins, complete) => {
  expect(withDefaults({ bins }).bins).toEqual(complete);
});

test('a seasonal baseline is the same time of the last four weeks', () => {
  const mute = 'promotion_active';
  expect(withDefaults({ baseline: { kind: 'seasonal', mute } }).baseline).toEqual({
    kind: 'seasonal',
    period: '7d',
    count: 4,
    mute,
  });
});
