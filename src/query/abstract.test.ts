import { AbstractLabelOperator, type AbstractQuery } from '@grafana/data';
import { categories, code, full, minimal } from '../testing/questions';
import { schemaErrors } from '../testing/schema';
import { fromAbstract, toAbstract } from './abstract';
import { isComplete } from './validate';

const { Equal, NotEqual, EqualRegEx, NotEqualRegEx } = AbstractLabelOperator;
const matcher = (name: string, value: string, operator = Equal) => ({ name, value, operator });

const asked: AbstractQuery = {
  refId: 'B',
  labelMatchers: [
    matcher('__name__', 'latency_seconds_bucket'),
    matcher('le', '0.1'),
    matcher('job', 'api'),
    matcher('zone', 'eu', NotEqual),
    matcher('pod', 'a.*', EqualRegEx),
    matcher('env', 'test|dev', NotEqualRegEx),
  ],
};

test('the series of another data source become the current side, without bucket and bound', () => {
  const query = fromAbstract(asked);
  expect(query).toEqual({
    refId: 'B',
    version: 1,
    baseline: { kind: 'previous', offset: '1d' },
    current: {
      metric: 'latency_seconds',
      matchers: [
        { label: 'job', op: '=', value: 'api' },
        { label: 'zone', op: '!=', value: 'eu' },
        { label: 'pod', op: '=~', value: 'a.*' },
        { label: 'env', op: '!~', value: 'test|dev' },
      ],
    },
  });
  expect(schemaErrors(query)).toEqual([]);
});

test('what has no metric, or one by an expression, is to be filled in', () => {
  for (const labelMatchers of [[], [matcher('job', 'api')], [matcher('__name__', 'a|b', EqualRegEx)]]) {
    const query = fromAbstract({ refId: 'A', labelMatchers });
    expect(query.current.metric).toBe('');
    expect(isComplete(query)).toBe(false);
  }
});

test('a question goes out and comes back', () => {
  for (const query of [minimal, { ...minimal, current: { metric: 'm', matchers: full.current.matchers } }]) {
    expect(fromAbstract(toAbstract(query))).toEqual(query);
  }
});

test.each([
  [minimal, ['http_request_duration_seconds_bucket']],
  [{ ...minimal, current: { metric: 'm', type: 'native' as const } }, ['m']],
  [categories, ['orders_total']],
  [code, []],
  [{ ...minimal, current: { metric: '' } }, []],
])('out of case %# goes the name of its series', (query, names) => {
  expect(toAbstract(query).labelMatchers.map(({ value }) => value)).toEqual(names);
});
