import type { AdHocVariableFilter } from '@grafana/data';
import { code, full, minimal, ofViews } from '../testing/questions';
import { templatesOf } from '../testing/templates';
import { interpolate } from './interpolate';
import { type PromQLFormat, interpolatePromQL } from './interpolatePromQL';
import type { Baseline, HistodriftQuery, Matcher, Question, Selection } from './query';

const baselines: Baseline[] = [
  { kind: 'previous', offset: '1d', window: '2h' },
  { kind: 'fixed', from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' },
  { kind: 'seasonal', period: '7d', count: 4 },
  { kind: 'rest', exclude: [{ from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' }], mute: 'up' },
  { kind: 'static', categories: ['a', ['b']], weights: [1, 2] },
  full.baseline,
  { kind: 'cohort', expr: 'x', category: ['country'] },
];

/** With all that a side may have, at once. */
const current: Selection = { ...full.current, category: ['country'], expr: 'x' };

/** Paths of all texts in a value. */
function textsOf(value: unknown, path: Array<string | number> = []): Array<Array<string | number>> {
  if (typeof value === 'string') {
    return [path];
  }
  const entries = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value ?? {});
  return typeof value === 'object' ? entries.flatMap(([key, item]) => textsOf(item, [...path, key])) : [];
}

function at(value: any, path: Array<string | number>): unknown {
  return path.reduce((inner, key) => inner[key], value);
}

function withText(value: any, [key, ...rest]: Array<string | number>, text: string): any {
  const changed = rest.length === 0 ? text : withText(value[key], rest, text);
  return Array.isArray(value) ? value.map((item, i) => (i === key ? changed : item)) : { ...value, [key]: changed };
}

const texts = baselines.flatMap((baseline) =>
  textsOf({ ...full, current, baseline } satisfies Question).map((path) => ({ name: path.join('.'), baseline, path }))
);

describe.each(texts)('$baseline.kind: $name', ({ baseline, path }) => {
  const query = { refId: 'A', ...full, current, baseline };

  test('takes the value of a variable', () => {
    const written = withText(query, path, '${v}');
    expect(at(interpolate(written, templatesOf({ v: 'new' })), path)).toBe('new');
  });

  test.each(['$__range', '${__range}', '$__interval', '${__interval}', '$__rate_interval', '$__range_s', '$__window'])(
    'leaves %s to the query layer',
    (macro) => {
      const everything = templatesOf({
        __range: 'x',
        __interval: 'x',
        __rate_interval: 'x',
        __range_s: 'x',
        __window: 'x',
      });
      expect(at(interpolate(withText(query, path, macro), everything), path)).toBe(macro);
    }
  );
});

describe.each(Object.entries(ofViews))('the view %s', (_, query) => {
  const { refId, ...question } = query;
  test.each(textsOf(question).map((path) => [path.join('.'), path] as const))('takes a variable in %s', (_, path) => {
    const written = withText(query, path, '${v}');
    expect(at(interpolate(written, templatesOf({ v: 'new' })), path)).toBe('new');
  });
});

test('a variable with many values becomes many labels', () => {
  const templates = templatesOf({ labels: ['region', 'zone'] });
  expect(interpolate({ ...ofViews.explain, explain: { labels: ['$labels', 'v'] } }, templates).explain).toEqual({
    labels: ['region', 'zone', 'v'],
  });
  const verdict = { since: '$from', parity: { labels: ['$labels'] } };
  expect(interpolate({ ...ofViews.verdict, verdict }, templates).verdict).toEqual({
    since: '$from',
    parity: { labels: ['region', 'zone'] },
  });
});

test('what Grafana keeps beside the question stays as it is', () => {
  const query: HistodriftQuery = { ...minimal, refId: '$v', datasource: { uid: '$v' }, hide: false, queryType: '$v' };
  expect(interpolate(query, templatesOf({ v: 'new' }))).toEqual(query);
});

test('the variables of the panel win', () => {
  const query = { ...minimal, window: '$w' };
  expect(interpolate(query, templatesOf({ w: '1h' }), { w: { text: '6h', value: '6h' } }).window).toBe('6h');
});

test('a variable with many values becomes many groups', () => {
  const query = { ...minimal, groupBy: ['$labels', 'zone'] };
  expect(interpolate(query, templatesOf({ labels: ['a', 'b'] })).groupBy).toEqual(['a', 'b', 'zone']);
  expect(interpolate(query, templatesOf({ labels: [] })).groupBy).toEqual(['zone']);
});

const templates = templatesOf({ one: 'a.b', single: ['a.b'], many: ['a.b', 'c'], all: '.*', empty: [] });

test.each<[Matcher['op'], string, Matcher['op'], string]>([
  ['=', '$one', '=', 'a.b'],
  ['=', '$single', '=', 'a.b'],
  ['=', '$many', '=~', '(a\\.b|c)'],
  ['!=', '$many', '!~', '(a\\.b|c)'],
  ['=~', '$many', '=~', '(a\\.b|c)'],
  ['!~', '$many', '!~', '(a\\.b|c)'],
  ['=~', '$one', '=~', 'a.b'],
  ['=~', '$single', '=~', 'a\\.b'],
  ['=', 'x.$many', '=~', 'x\\.(a\\.b|c)'],
  ['=~', 'x.$many', '=~', 'x.(a\\.b|c)'],
  ['=', '${one}-${single}', '=', 'a.b-a.b'],
  ['=', '$all', '=~', '.*'],
  ['!=', '$all', '!~', '.*'],
  ['=', '.*', '=', '.*'],
  ['=', '$empty', '=~', '()'],
  ['=~', 'a|b$', '=~', 'a|b$'],
  ['=', '$unknown', '=', '$unknown'],
])('%s %s is sent as %s %s', (op, value, sentOp, sent) => {
  const query = { ...minimal, current: { metric: 'm', matchers: [{ label: 'job', op, value }] } };
  expect(interpolate(query, templates).current.matchers).toEqual([{ label: 'job', op: sentOp, value: sent }]);
});

test('a written category stays one, whatever its variable holds', () => {
  const baseline: Baseline = { kind: 'static', categories: ['$many', ['$one', 'x,y']], weights: [1, 2] };
  expect(interpolate({ ...minimal, baseline }, templates).baseline).toHaveProperty('categories', [
    'a.b,c',
    ['a.b', 'x,y'],
  ]);
});

describe('in PromQL', () => {
  const values = templatesOf({
    one: 'a.b',
    single: ['a.b'],
    many: ['a.b', 'c'],
    quoted: 'C:\\x "y" \'z\'\n',
    labels: ['country', 'device'],
    length: '5m',
  });

  test.each([
    ['m{job=~"$many"}', 'm{job=~"(a\\\\.b|c)"}'],
    ["m{job=~'x-${many}'}", "m{job=~'x-(a\\\\.b|c)'}"],
    ['m{job=~`$many`}', 'm{job=~`(a\\.b|c)`}'],
    ['m{job=~"$single"}', 'm{job=~"a\\\\.b"}'],
    ['m{job="$one"}', 'm{job="a.b"}'],
    ['m{job="$quoted"}', 'm{job="C:\\\\x \\"y\\" \'z\'\\n"}'],
    ["m{job='$quoted'}", "m{job='C:\\\\x \"y\" \\'z\\'\\n'}"],
    ['sum by ($labels) (m)', 'sum by (country,device) (m)'],
    ['$one + ${one}', 'a.b + a.b'],
    ['increase(m{job=~"$many"}[$__window]) > $length', 'increase(m{job=~"(a\\\\.b|c)"}[$__window]) > 5m'],
    ['"$__window $one"', '"$__window a.b"'],
    ['m # it\'s $one\n{job=~"$many"}', 'm # it\'s a.b\n{job=~"(a\\\\.b|c)"}'],
    ['m{a="\\"$one", b=~"$single"}', 'm{a="\\"a.b", b=~"a\\\\.b"}'],
    ['m{job="$one', 'm{job="a.b'],
  ])('%s becomes %s', (expr, sent) => {
    const query: HistodriftQuery = { ...minimal, current: { expr }, baseline: { kind: 'previous', mute: expr } };
    const { current, baseline } = interpolate(query, values);
    expect(current.expr).toBe(sent);
    expect(baseline).toHaveProperty('mute', sent);
  });

  test('a variable that may have many values is literal though it has but one', () => {
    const replace = (part: string, format: PromQLFormat | 'csv') =>
      part.replace('$v', typeof format === 'function' ? format('a.b', { includeAll: true }) : 'a.b');
    expect(interpolatePromQL('m{job=~"$v"}', replace)).toBe('m{job=~"a\\\\.b"}');
  });
});

describe('ad hoc filters', () => {
  const filter = (key: string, operator = '=', value = 'x', values?: string[]): AdHocVariableFilter => ({
    key,
    operator,
    value,
    values,
  });
  const apply = (query: HistodriftQuery, ...filters: AdHocVariableFilter[]) =>
    interpolate(query, templatesOf({}), {}, filters);

  test('are added to current, from which the other baselines take them', () => {
    const { current, baseline } = apply(minimal, filter('zone'));
    expect(current.matchers).toEqual([{ label: 'zone', op: '=', value: 'x' }]);
    expect(baseline).toEqual(minimal.baseline);
  });

  test('reach a cohort that does not name their label by inheritance', () => {
    const query = { refId: 'A', ...full };
    const { current, baseline } = apply(query, filter('zone'));
    expect(current.matchers).toContainEqual({ label: 'zone', op: '=', value: 'x' });
    expect(baseline).toEqual(full.baseline);
  });

  test('are added to a cohort that names their label', () => {
    const { baseline } = apply({ refId: 'A', ...full }, filter('version', '!=', 'v0'));
    expect(baseline).toHaveProperty('matchers', [
      { label: 'version', op: '=', value: 'stable' },
      { label: 'version', op: '!=', value: 'v0' },
    ]);
  });

  test.each<[string, HistodriftQuery]>([
    ['an expression', code],
    ['a side whose other one is an expression', { ...minimal, baseline: { kind: 'cohort', expr: 'x' } }],
    ['a metric beside an expression', { ...code, baseline: { kind: 'cohort', metric: 'm', matchers: [] } }],
  ])('are not added to %s', (_, query) => {
    expect(apply(query, filter('zone'))).toEqual(query);
  });

  test.each([
    [filter('a', '=~', 'x.*'), { label: 'a', op: '=~', value: 'x.*' }],
    [filter('a', '=|', 'x.y', ['x.y', 'z']), { label: 'a', op: '=~', value: 'x\\.y|z' }],
    [filter('a', '!=|', 'x.y', ['x.y', 'z']), { label: 'a', op: '!~', value: 'x\\.y|z' }],
    [filter('a', '<', '3'), { label: 'a', op: '<', value: '3' }],
  ])('%o', (adHoc, matcher) => {
    expect(apply(minimal, adHoc).current.matchers).toEqual([matcher]);
  });
});
