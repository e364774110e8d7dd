import { withDefaults } from './defaults';

test('what is left out takes the defaults of the query layer', () => {
  expect(withDefaults({ current: { metric: 'm' } })).toEqual({
    version: 1,
    view: 'divergence',
    current: { metric: 'm' },
    baseline: { kind: 'previous', offset: '1d', window: '1h' },
    groupBy: [],
    window: '1h',
    instant: false,
    measures: ['kl'],
    unit: 'nats',
    confidence: { level: 0.95, band: true },
    minCount: 100,
    threshold: undefined,
    alertOn: 'estimate',
    scrapeInterval: undefined,
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
