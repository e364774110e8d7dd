import { categories, code, full, minimal, ofViews } from '../testing/questions';
import { knownFields, schemaErrors } from '../testing/schema';
import schema from '../../pkg/request/schema.json';
import { newQuestion, withDefaults } from './defaults';
import { estimators } from './estimator';
import { measures } from './measure';
import { fields } from './interpolate';
import type { HistodriftQuery, Question, Statistic } from './query';
import { statistics } from './statistic';
import { views } from './view';
import { validate } from './validate';

const leftOut = { exclude: [{ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' }], mute: 'up == 0' };

type Accepted = Array<[string, Partial<Question>]>;

const accepted: Accepted = [
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
  ...views.flatMap(({ name }): Accepted => [
    [`the view ${name}, with all that it has`, ofViews[name]],
    [`the view ${name}, with every blank filled in`, withDefaults({ ...minimal, view: name, threshold: 0.1 })],
  ]),
  ['bars of bins', { ...categories, view: 'distributions', format: 'bars' }],
  ['contributions over time', { view: 'contributions', instant: false }],
  ['an objective of a moment', { view: 'slo', threshold: 0, instant: true, slo: {} }],
  [
    'a verdict over time',
    { view: 'verdict', threshold: 0.1, instant: false, format: 'numeric', verdict: { worse: {}, parity: {} } },
  ],
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
  expect(Object.keys(fields).sort()).toEqual([...knownFields].sort());
});

test('both sides know the same views, in the same order', () => {
  expect(views.map(({ name }) => name)).toEqual(schema.properties.view.enum);
});

test('both sides know the same statistics, and each view has the same', () => {
  const known = schema.properties.alertOn.enum as Statistic[];
  expect(Object.keys(statistics)).toEqual(known);
  for (const { name, statistics: own } of views) {
    const taken = known.filter(
      (alertOn) => schemaErrors({ threshold: 0.1, ...ofViews[name], alertOn, confidence: {} }).length === 0
    );
    expect([name, taken.sort()]).toEqual([name, [...own].sort()]);
  }
});

test('both sides know the same measures and estimators, in the same order', () => {
  const { measures: known, estimator } = schema.properties;
  expect(measures.map(({ name }) => name)).toEqual(known.items.enum);
  expect(estimators.map(({ name }) => name)).toEqual(estimator.enum);
});

test('the query layer refuses what it does not know', () => {
  expect(schemaErrors({ ...minimal, windw: '1h' } as HistodriftQuery)).not.toEqual([]);
});
