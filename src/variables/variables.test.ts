import { type DataQueryRequest, FieldType, dateTime, dataFrameToJSON, toDataFrame } from '@grafana/data';
import { type BackendSrvRequest, setBackendSrv } from '@grafana/runtime';
import { lastValueFrom, of, throwError } from 'rxjs';
import { HistodriftDataSource } from '../datasource';
import { minimal } from '../testing/questions';
import { schemaErrors } from '../testing/schema';
import { templatesOf } from '../testing/templates';
import { groupValues } from './groups';
import { variableProblems } from './problems';
import { type Values, type VariableQuery, startOf, variableQueryOf } from './query';
import type { Variables } from './variables';

const settings = { id: 1, uid: 'h', type: 'histodrift-divergence-datasource', name: 'H', jsonData: {} };

function create(answer: unknown) {
  const fetch = jest.fn((_: BackendSrvRequest) =>
    answer instanceof Error ? throwError(() => answer) : of({ data: answer, status: 200 })
  );
  setBackendSrv({ fetch } as never);
  const datasource = new HistodriftDataSource(
    settings as never,
    templatesOf({ metric: 'm', job: ['a', 'b'], l: 'job' })
  );
  const query = async (values: unknown, scopedVars = {}) => {
    const range = { from: dateTime(0), to: dateTime(3_600_000), raw: { from: 'now-1h', to: 'now' } };
    const targets = [typeof values === 'object' ? { refId: 'V', ...values } : values];
    const request = { requestId: 'Q', targets, range, scopedVars } as unknown as DataQueryRequest<VariableQuery>;
    const variables = datasource.variables as unknown as Variables;
    const { data } = await lastValueFrom(variables.query(request));
    return data.map(({ text }) => text);
  };
  return { query, fetch };
}

const job = { label: 'job', op: '=' as const, value: '$job' };
const asked = JSON.stringify([{ label: 'job', op: '=~', value: '(a|b)' }]);

describe('names', () => {
  test('of metrics, once each', async () => {
    const metrics = [
      { name: 'a', kind: 'classic' },
      { name: 'a', kind: 'native' },
      { name: 'b', kind: 'classic' },
    ];
    const { query, fetch } = create({ metrics });
    expect(await query({ kind: 'metrics', search: '$metric' })).toEqual(['a', 'b']);
    expect(fetch.mock.calls[0][0].params).toEqual({ kind: 'histogram', search: 'm', limit: '1000' });
    await query({ kind: 'metrics', sort: 'category' });
    expect(fetch.mock.calls[1][0].params).toMatchObject({ kind: 'category', search: '' });
  });

  test('of labels', async () => {
    const { query, fetch } = create({ labels: ['job', 'pod'] });
    expect(await query({ kind: 'labels', side: { metric: '$metric', matchers: [job] } })).toEqual(['job', 'pod']);
    expect(fetch.mock.calls[0][0].params).toEqual({ metric: 'm', matchers: asked, type: 'histogram' });
  });

  test('of the values of a label, with the variables of the panel', async () => {
    const { query, fetch } = create({ values: ['x'] });
    const side = { metric: '$metric', matchers: [job], category: [] };
    expect(await query({ kind: 'labelValues', label: '$l', side }, { metric: { text: 'n', value: 'n' } })).toEqual([
      'x',
    ]);
    expect(fetch.mock.calls[0][0].params).toEqual({
      label: 'job',
      search: '',
      limit: '1000',
      metric: 'n',
      matchers: asked,
      type: 'category',
    });
  });

  test('a new variable, which Grafana keeps as an empty text, asks for histograms', async () => {
    const { query } = create({ metrics: [{ name: 'a', kind: 'classic' }] });
    expect(await query('')).toEqual(['a']);
  });
});

const frame = (labels: Record<string, string>, value: number | null) =>
  toDataFrame({ refId: 'A', fields: [{ name: 'kl', type: FieldType.number, labels, values: [value] }] });

describe('groups', () => {
  const groups: Values = { kind: 'groups', label: 'tenant', query: { ...minimal, groupBy: ['tenant', 'zone'] } };

  test('are those of the ranking as numbers, the most divergent first', async () => {
    const frames = [frame({ tenant: 'a' }, 0.1), frame({ tenant: 'b' }, 0.3)].map((one) => dataFrameToJSON(one));
    const { query, fetch } = create({ results: { A: { status: 200, frames } } });
    expect(await query({ ...groups, query: { ...groups.query, instant: false, alertOn: 'aboveNormal' } })).toEqual([
      'b',
      'a',
    ]);
    const [sent] = fetch.mock.calls[0][0].data.queries;
    expect(sent).toMatchObject({ view: 'ranking', format: 'numeric', limit: 10, groupBy: ['tenant', 'zone'] });
    const { datasourceId, intervalMs, maxDataPoints, ...question } = sent;
    expect(schemaErrors(question)).toEqual([]);
  });

  test('say why they can’t be ranked', async () => {
    const { query } = create({ results: { A: { status: 400, error: 'Prometheus is down' } } });
    await expect(query(groups)).rejects.toThrow('Prometheus is down');
  });

  test('with no number, or without the label, are none', () => {
    const frames = [
      frame({ tenant: 'few' }, null),
      frame({ zone: 'z' }, 1),
      frame({ tenant: 'b' }, 0.2),
      frame({ tenant: 'x' }, Infinity),
      frame({ tenant: 'a' }, 0.1),
      frame({ tenant: 'b' }, 0.3),
      frame({ tenant: '<b>"x"</b>' }, 0),
      frame({ tenant: 'y' }, Infinity),
      toDataFrame({ fields: [] }),
    ];
    const texts = groupValues('tenant', frames).map(({ text }) => text);
    expect(texts).toEqual(['x', 'y', 'b', 'a', '<b>"x"</b>']);
  });
});

test('what is still being written has no values and asks for none', async () => {
  const { query, fetch } = create({});
  for (const kind of ['labelValues', 'groups'] as const) {
    expect(await query(startOf(kind))).toEqual([]);
  }
  expect(fetch).not.toHaveBeenCalled();
});

test('what can’t work says which field and what to do', async () => {
  const { query } = create({});
  await expect(query({ kind: 'labels', side: { metric: 'm_bucket' } })).rejects.toThrow(
    'side.metric: Leave _bucket off: m.'
  );
  await expect(query({ kind: 'all' })).rejects.toThrow('kind: “all” is not known: use metrics, labels');
});

describe('problems', () => {
  const fields = (values: Values) => variableProblems({ refId: 'V', ...values }).map(({ field }) => field);
  const ranked = { ...minimal, groupBy: ['tenant'] };

  test.each<[string, Values, string[]]>([
    ['all labels', { kind: 'labels', side: { metric: '' } }, []],
    ['values of no label', { kind: 'labelValues', label: '', side: { metric: '' } }, ['label']],
    [
      'a matcher without label',
      { kind: 'labels', side: { metric: '', matchers: [{ ...job, label: '' }] } },
      ['side.matchers[0].label'],
    ],
    ['groups', { kind: 'groups', label: 'tenant', query: ranked }, []],
    ['groups by a variable', { kind: 'groups', label: 'tenant', query: { ...ranked, groupBy: ['$by'] } }, []],
    ['no groups', { kind: 'groups', label: 'tenant', query: minimal }, ['query.groupBy']],
    ['another label', { kind: 'groups', label: 'pod', query: ranked }, ['label']],
    ['no label', { kind: 'groups', label: '', query: ranked }, ['label']],
    ['too many groups', { kind: 'groups', label: 'tenant', query: { ...ranked, limit: 1001 } }, ['query.limit']],
    ['a bad window', { kind: 'groups', label: 'tenant', query: { ...ranked, window: 'x' } }, ['query.window']],
    [
      'a newer version',
      { kind: 'groups', label: 'tenant', query: { ...ranked, version: 2 as never } },
      ['query.version'],
    ],
  ])('%s', (_, values, expected) => {
    expect(fields(values)).toEqual(expected);
  });
});

test('a saved query keeps what it is', () => {
  const saved: VariableQuery = { refId: 'V', kind: 'labels', side: { metric: 'm' } };
  expect(variableQueryOf(saved)).toEqual(saved);
  expect(variableQueryOf(undefined)).toEqual({ refId: 'HistodriftVariable', kind: 'metrics' });
});
