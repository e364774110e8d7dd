import { expressionOf, labelsOf } from './promql';
import type { Selection } from './query';

const job = { label: 'job', op: '=' as const, value: 'a"b' };

test.each<[Selection, string[], string]>([
  [{ metric: 'm' }, [], 'sum by (le) (increase(m_bucket[$__window]))'],
  [
    { metric: 'm', matchers: [job], type: 'classic' },
    ['service', 'zone'],
    'sum by (le, service, zone) (increase(m_bucket{job="a\\"b"}[$__window]))',
  ],
  [{ metric: 'm', type: 'native' }, [], 'sum(increase(m[$__window]))'],
  [{ metric: 'm', type: 'native' }, ['service'], 'sum by (service) (increase(m[$__window]))'],
  [
    { metric: 'orders_total', category: ['country', 'device'], matchers: [job] },
    ['service'],
    'sum by (country, device, service) (increase(orders_total{job="a\\"b"}[$__window]))',
  ],
  [
    { metric: 'sessions', category: ['country'], type: 'categoryGauge' },
    [],
    'sum by (country) (avg_over_time(sessions[$__window]))',
  ],
  [
    { metric: 'a.b', matchers: [job] },
    ['c.d'],
    'sum by (le, "c.d") (increase({"a.b_bucket", job="a\\"b"}[$__window]))',
  ],
  [{ metric: '$metric' }, ['$label'], 'sum by (le, $label) (increase(${metric}_bucket[$__window]))'],
  [{ metric: '$metric', category: ['c'] }, [], 'sum by (c) (increase($metric[$__window]))'],
  [
    {
      metric: 'm',
      matchers: [
        { ...job, value: '$job' },
        { ...job, op: '!=', value: '${job}' },
        { ...job, value: 'x-$job' },
      ],
    },
    [],
    'sum by (le) (increase(m_bucket{job=~"$job", job!~"${job}", job="x-$job"}[$__window]))',
  ],
  [{ metric: '' }, [], ''],
  [{}, [], ''],
])('%j by %j is %s', (side, groupBy, expr) => {
  expect(expressionOf(side, groupBy)).toBe(expr);
});

test.each([
  ['sum by (le, service) (x)', ['service']],
  ['sum(x) BY("a.b", c) / sum by(c)(y)', ['a.b', 'c']],
  ['sum(x)', []],
  ['nearby(x)', []],
])('%s keeps %j', (expr, labels) => {
  expect(labelsOf(expr)).toEqual(labels);
});
