import { expect, test } from '@grafana/plugin-e2e';
import type { APIRequestContext } from '@playwright/test';

// What Grafana's expressions, and with them its alert rules, make of each view that is a number.

const histodrift = { type: 'histodrift-divergence-datasource', uid: 'histodrift' };
const expression = { type: '__expr__', uid: '__expr__' };

const canary = {
  version: 1,
  current: {
    metric: 'http_request_duration_seconds',
    matchers: [
      { label: 'job', op: '=', value: 'checkout' },
      { label: 'version', op: '=', value: 'canary' },
    ],
  },
  baseline: { kind: 'cohort', matchers: [{ label: 'version', op: '=', value: 'stable' }] },
  groupBy: ['service'],
  window: '1h',
  measures: ['js'],
  threshold: 0.01,
};

const tenants = {
  version: 1,
  current: { metric: 'api_request_duration_seconds' },
  baseline: { kind: 'previous', offset: '1d' },
  window: '1h',
  scrapeInterval: '1m',
};

interface Frame {
  schema: { fields: Array<{ labels?: Record<string, string> }> };
  data: { values: Array<Array<number | null>> };
}

/** Asks with an expression behind the query, and returns the value of each instance by its labels, or the errors. */
async function evaluate(request: APIRequestContext, query: object, node: object) {
  const queries = [
    { ...query, refId: 'A', datasource: histodrift, maxDataPoints: 100, intervalMs: 60_000 },
    { ...node, refId: 'B', datasource: expression, expression: 'A' },
  ];
  const response = await request.post('/api/ds/query', {
    // As Grafana's front end does.
    headers: { 'X-Grafana-From-Expr': 'true' },
    data: { from: 'now-2h', to: 'now', queries },
  });
  const { results } = await response.json();
  const frames: Frame[] = results.B.frames ?? [];
  const instances = frames.map(({ schema, data }) => {
    const field = schema.fields.length - 1;
    return [Object.values(schema.fields[field].labels ?? {}).join(), data.values[field][0]] as const;
  });
  return { instances: Object.fromEntries(instances), error: results.A.error as string | undefined };
}

const above = (limit: number) => ({
  type: 'threshold',
  conditions: [{ evaluator: { type: 'gt', params: [limit] } }],
});
const last = { type: 'reduce', reducer: 'last' };

for (const { name, query, node, expected } of [
  {
    name: 'verdict: payment fails, search can not be told',
    query: { ...canary, view: 'verdict', format: 'numeric' },
    node: above(1),
    expected: { cart: 0, payment: 1, search: 0 },
  },
  {
    name: 'verdict over time',
    query: { ...canary, view: 'verdict', instant: false },
    node: last,
    expected: { cart: 0, payment: 2, search: 1 },
  },
  {
    name: 'slo: payment burns its budget',
    query: { ...canary, view: 'slo', instant: true, alertOn: 'burnRate', slo: { period: '2d' } },
    node: above(1),
    expected: { cart: 0, payment: 1, search: null },
  },
  {
    // Where nothing changed, the first bin is chance: payment alone is asked about.
    name: 'contributions: the upper bound of the first bin',
    query: {
      ...canary,
      current: {
        ...canary.current,
        matchers: [...canary.current.matchers, { label: 'service', op: '=', value: 'payment' }],
      },
      threshold: undefined,
      view: 'contributions',
      format: 'numeric',
      alertOn: 'to',
    },
    node: above(1),
    expected: { payment: 1 },
  },
  {
    name: 'ranking: the first tenant',
    query: { ...tenants, view: 'ranking', format: 'numeric', groupBy: ['tenant'], measures: ['js'], limit: 1 },
    node: above(0.02),
    expected: { acme: 1 },
  },
  {
    name: 'explain: something stands out in eu alone',
    query: { ...tenants, view: 'explain', format: 'numeric', groupBy: ['region'] },
    node: above(0.5),
    expected: { eu: 1, us: 0 },
  },
]) {
  test(name, async ({ request }) => {
    const { instances, error } = await evaluate(request, query, node);
    expect(error).toBeUndefined();
    expect(instances).toEqual(expected);
  });
}

test('a table names the format that a rule takes', async ({ request }) => {
  const { error } = await evaluate(request, { ...tenants, view: 'ranking', groupBy: ['tenant'] }, above(0));
  expect(error).toContain('set it to numeric');
});
