import defaults from '../../pkg/request/testdata/defaults.json';
import refused from '../../pkg/request/testdata/refused.json';
import { minimal, ofViews } from '../testing/questions';
import { withDefaults } from './defaults';
import type { Question, View } from './query';
import { isComplete, validate } from './validate';
import { views } from './view';

test.each(views.map(({ name }) => name))('the blanks of the view %s are those of the query layer', (view) => {
  const { current, confidence, ...complete } = withDefaults({ view, threshold: 0.1, current: { metric: 'm' } });
  const { current: series, confidence: sure, ...known } = defaults[view];
  const { groupBy, joint, ...sent } = JSON.parse(JSON.stringify(complete));
  expect(sent.explain?.labels ?? []).toEqual([]);
  delete sent.explain?.labels;
  expect(sent).toEqual(known);
});

// What the query layer refuses, it refuses with the name of a field; the editor finds the same there.
test.each(refused.map(({ name, query, field }) => [name, field, query] as const))(
  '%s is refused in the field %s',
  (_, field, query) => {
    expect(validate(query as Partial<Question>).map((problem) => problem.field)).toContain(field);
  }
);

test.each(Object.entries(ofViews))('%s with all that it has, has no problems', (_, query) => {
  expect(validate(query)).toEqual([]);
});

test.each<[string, Partial<Question>, string, RegExp]>([
  ['a sum of labels', { explain: { labels: ['a', ''] } }, 'explain.labels[1]', /no name/],
  ['too many rows', { limit: 10_001 }, 'limit', /whole number from 1 to 10000/],
  ['half a row', { limit: 1.5 }, 'limit', /whole number/],
  ['the options of another', { verdict: {} }, 'verdict', /of the view Verdict do not apply to the view Explanation/],
  ['two measures', { measures: ['kl', 'js'] }, 'measures', /there are 2: keep one/],
  ['another measure', { measures: ['js'] }, 'measures', /use KL/],
])('an explanation by %s', (_, patch, field, message) => {
  const problems = validate({ ...ofViews.explain, ...patch });
  expect(problems).toContainEqual(expect.objectContaining({ field, message: expect.stringMatching(message) }));
});

test.each<[string, Partial<Question>, string, RegExp]>([
  ['a measure without limits', { measures: ['entropy'] }, 'measures', /Entropy has no limits/],
  ['smoothed shares', { estimator: 'laplace' }, 'estimator', /only the corrected estimator/],
  ['a table over time', { instant: false, format: 'table' }, 'format', /one moment/],
  ['a time that is none', { verdict: { since: 'yesterday' } }, 'verdict.since', /not a time/],
  ['a time before time', { verdict: { since: '1969-01-01T00:00:00Z' } }, 'verdict.since', /not a year with metrics/],
  ['a mean with quantile', { verdict: { worse: { quantile: 0.9 } } }, 'verdict.worse.quantile', /Does not apply/],
  ['a tolerance below 0', { verdict: { parity: { tolerance: -1 } } }, 'verdict.parity.tolerance', /above 0/],
  [
    'an unknown statistic',
    { alertOn: 'burnRate' },
    'alertOn',
    /Burn rate is not in the view Verdict, which has: Verdict/,
  ],
])('a verdict by %s', (_, patch, field, message) => {
  const problems = validate({ ...ofViews.verdict, ...patch });
  expect(problems).toContainEqual(expect.objectContaining({ field, message: expect.stringMatching(message) }));
});

// As in the query layer's own test.
test.each([
  [{}, '30d 1d 2h'],
  [{ window: '6h' }, '30d 1d 6h'],
  [{ window: '2d' }, '30d 2d 2d'],
  [{ slo: { period: '12h' } }, '12h 12h 2h'],
  [{ slo: { period: '12h', long: '1h' } }, '12h 1h 1h'],
  [{ window: '60d' }, '60d 60d 60d'],
  [{ window: '6h', slo: { period: '6h' } }, '6h 6h 6h'],
  [{ slo: { long: '3d', target: 0.999 } }, '30d 3d 2h'],
  [{ window: '$window', slo: { long: '$long' } }, '30d $long 2h'],
])('times of an objective that are left out follow from those that are given: %j', (given, expected) => {
  const { period, long, short } = withDefaults({ view: 'slo', ...given }).slo!;
  expect([period, long, short].join(' ')).toBe(expected);
});

test.each<[string, Partial<Question>, string, RegExp]>([
  [
    'by what tells the cohort apart',
    { explain: { labels: ['version'] } },
    'explain.labels[0]',
    /tells the cohort from current/,
  ],
  [
    'by one value',
    { explain: { labels: ['job'] }, current: { metric: 'm', matchers: [{ label: 'job', op: '=', value: 'a' }] } },
    'explain.labels[0]',
    /leave one value of job/,
  ],
])('an explanation %s', (_, patch, field, message) => {
  const baseline = { kind: 'cohort' as const, matchers: [{ label: 'version', op: '=' as const, value: 'stable' }] };
  expect(validate({ ...minimal, view: 'explain', baseline, ...patch })).toEqual([
    { field, message: expect.stringMatching(message) },
  ]);
});

test('a view that lacks its threshold is held back, and not called a mistake', () => {
  for (const view of ['slo', 'verdict', 'episodes'] as View[]) {
    const { threshold, ...without } = ofViews[view];
    expect(validate(without)).toEqual([expect.objectContaining({ field: 'threshold', missing: true })]);
    expect(isComplete(without)).toBe(false);
  }
});

test('what holds a variable is not judged', () => {
  expect(
    validate({
      ...ofViews.verdict,
      alertOn: '$alert' as never,
      format: '$format' as never,
      verdict: { since: '${__from:date:iso}', worse: { direction: '$way' as never }, parity: { labels: ['$label'] } },
    })
  ).toEqual([]);
  expect(validate({ ...ofViews.slo, slo: { period: '$period', over: '$over' as never } })).toEqual([]);
  expect(validate({ ...ofViews.divergence, view: '$view' as never })).toEqual([]);
});
