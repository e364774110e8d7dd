import { categories, code, full, minimal } from '../testing/questions';
import { knownFields, schemaErrors } from '../testing/schema';
import schema from '../../pkg/request/schema.json';
import { newQuestion, withDefaults } from './defaults';
import { estimators } from './estimator';
import { measures } from './measure';
import type { HistodriftQuery, Question } from './query';
import { validate } from './validate';

const leftOut = { exclude: [{ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' }], mute: 'up == 0' };

const accepted: Array<[string, Partial<Question>]> = [
  ['minimal', {}],
  ['full', full],
  ['fixed', { baseline: { kind: 'fixed', from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' } }],
  ['every blank filled in', withDefaults(minimal)],
  ['a new query with its metric', { ...newQuestion, current: { metric: 'm' } }],
  ['seasonal', { baseline: { kind: 'seasonal', period: '1d', count: 7 } }],
  ['rest', { groupBy: ['tenant'], baseline: { kind: 'rest', ...leftOut } }],
  ['static by bounds', { baseline: { kind: 'static', bounds: [0.1, 1], weights: [1, 2, 3], n: 6 } }],
  ['categories', categories],
  [
    'a gauge of categories',
    { current: { metric: 'm', type: 'categoryGauge', category: ['a'] }, bins: { kind: 'top' } },
  ],
  [
    'static by categories',
    {
      ...categories,
      baseline: {
        kind: 'static',
        categories: [
          ['DE', 'phone'],
          ['', 'tv'],
        ],
        weights: [1, 2],
      },
    },
  ],
  ['code', code],
  ['code on both sides', { ...code, baseline: { kind: 'cohort', expr: 'x', ...leftOut } }],
  ['shares', { measures: ['newMass', 'vanishedMass'], view: 'sensitivity', bins: { kind: 'quantiles' } }],
  ['measures of numbers', { measures: ['wasserstein', 'ks', 'psi', 'jsDistance'], replicates: 'cells' }],
  ['measures without band', { measures: ['crossEntropy', 'entropy', 'g'], alertOn: 'aboveNormal' }],
  ['measures of categories', { ...categories, measures: ['tv', 'hellinger', 'kl'], estimator: 'pool', smoothing: 10 }],
  ['the smallest share', { estimator: 'epsilon', smoothing: 0.4 }],
  ['the normal alone', { confidence: { band: false, noiseFloor: false, expectedRange: true }, replicates: 'none' }],
  ['the range as window', { window: '$__range', baseline: { kind: 'previous' } }],
];

test.each(accepted)('the query layer takes a question: %s', (_, question) => {
  expect(schemaErrors({ ...minimal, ...question })).toEqual([]);
  expect(validate({ ...minimal, ...question })).toEqual([]);
});

test('both sides know the same fields', () => {
  expect(Object.keys(full).sort()).toEqual([...knownFields].sort());
});

test('both sides know the same measures and estimators, in the same order', () => {
  const { measures: known, estimator } = schema.properties;
  expect(measures.map(({ name }) => name)).toEqual(known.items.enum);
  expect(estimators.map(({ name }) => name)).toEqual(estimator.enum);
});

test('the query layer refuses what it does not know', () => {
  expect(schemaErrors({ ...minimal, windw: '1h' } as HistodriftQuery)).not.toEqual([]);
});
