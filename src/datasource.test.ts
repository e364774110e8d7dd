import {
  type DataQueryRequest,
  type DataSourceInstanceSettings,
  dateTime,
  hasQueryExportSupport,
  hasQueryImportSupport,
} from '@grafana/data';
import { type BackendSrvRequest, setBackendSrv } from '@grafana/runtime';
import { lastValueFrom, of } from 'rxjs';
import { HistodriftDataSource } from './datasource';
import type { HistodriftQuery } from './query/query';
import { code, full, minimal } from './testing/questions';
import { templatesOf } from './testing/templates';

const settings = { id: 1, uid: 'h', type: 'histodrift-divergence-datasource', name: 'H', jsonData: {} };

function create(answer: unknown = {}) {
  const fetch = jest.fn((_: BackendSrvRequest) => of({ data: answer, status: 200 }));
  setBackendSrv({ fetch } as never);
  const templates = templatesOf({ metric: 'm', job: ['a', 'b'] });
  return { datasource: new HistodriftDataSource(settings as unknown as DataSourceInstanceSettings, templates), fetch };
}

function request(...targets: HistodriftQuery[]): DataQueryRequest<HistodriftQuery> {
  const range = { from: dateTime(0), to: dateTime(3_600_000), raw: { from: 'now-1h', to: 'now' } };
  return {
    requestId: 'Q',
    targets,
    range,
    scopedVars: {},
    filters: [{ key: 'zone', operator: '=', value: 'eu' }],
    intervalMs: 15_000,
    maxDataPoints: 240,
  } as unknown as DataQueryRequest<HistodriftQuery>;
}

test('a query goes to the query layer with its variables replaced and its ad hoc filters added', async () => {
  const { datasource, fetch } = create({ results: {} });
  await lastValueFrom(datasource.query(request({ ...minimal, current: { metric: '$metric' } })));
  const sent = fetch.mock.calls[0][0];
  expect(sent.url).toContain('/api/ds/query');
  expect(sent.data.queries[0]).toMatchObject({
    refId: 'A',
    intervalMs: 15_000,
    maxDataPoints: 240,
    current: { metric: 'm', matchers: [{ label: 'zone', op: '=', value: 'eu' }] },
  });
});

test('a query that is still being written is held back, one that can’t work is not', () => {
  const { datasource } = create();
  expect(datasource.filterQuery({ refId: 'A' } as HistodriftQuery)).toBe(false);
  expect(datasource.filterQuery({ ...minimal, current: { metric: '' } })).toBe(false);
  expect(datasource.filterQuery({ ...minimal, window: '1 hour' })).toBe(true);
  expect(datasource.filterQuery({ refId: 'A', ...full })).toBe(true);
});

test('a saved query of a version before there were any is asked as one of now', async () => {
  const { datasource, fetch } = create({ results: {} });
  const { version, ...saved } = minimal;
  await lastValueFrom(datasource.query(request(saved as HistodriftQuery)));
  expect(fetch.mock.calls[0][0].data.queries[0]).toHaveProperty('version', 1);
});

test('a query of a version that nobody here knows goes through as it is', async () => {
  const { datasource, fetch } = create({ results: {} });
  const newer = { refId: 'A', version: 2, current: '$metric', later: ['$job'] } as unknown as HistodriftQuery;
  await lastValueFrom(datasource.query(request(newer)));
  expect(fetch.mock.calls[0][0].data.queries[0]).toMatchObject(newer);
  expect(datasource.getQueryDisplayText(newer)).toMatch(/version 2.*update the plugin/);
});

test('the history of queries has them in words', () => {
  const { version, ...saved } = minimal;
  expect(create().datasource.getQueryDisplayText(saved as HistodriftQuery)).toMatch(
    /^KL of http_request_duration_seconds: each hour against/
  );
});

test('queries of other data sources of metrics are taken over, and handed over', async () => {
  const { datasource } = create();
  expect(hasQueryImportSupport(datasource) && hasQueryExportSupport(datasource)).toBe(true);
  const there = await datasource.exportToAbstractQueries([minimal, code]);
  expect(there.map(({ labelMatchers }) => labelMatchers.length)).toEqual([1, 0]);
  expect(await datasource.importFromAbstractQueries(there.slice(0, 1))).toEqual([minimal]);
});

test('metrics are scraped as the settings say, or as the query layer takes it', () => {
  const of = (jsonData: object) => new HistodriftDataSource({ ...settings, jsonData } as never, templatesOf({}));
  expect(of({}).scrapeInterval).toBe('15s');
  expect(of({ timeInterval: '1m' }).scrapeInterval).toBe('1m');
});

test('a new query compares with the day before', () => {
  expect(create().datasource.getDefaultQuery()).toEqual({
    version: 1,
    current: { metric: '' },
    baseline: { kind: 'previous', offset: '1d' },
  });
});

test('look-ups call the resources with what the server needs to search', async () => {
  const { datasource, fetch } = create({
    metrics: [{ name: 'm', kind: 'classic' }],
    labels: ['job'],
    values: ['api'],
    truncated: true,
  });
  const side = datasource.resolve({ metric: '$metric', matchers: [{ label: 'job', op: '=', value: '$job' }] });
  const matchers = JSON.stringify([{ label: 'job', op: '=~', value: '(a|b)' }]);
  const base = '/api/datasources/uid/h/resources/';

  expect(await datasource.lookup.metrics('histogram', 'http')).toEqual({
    items: [{ name: 'm', kind: 'classic' }],
    truncated: true,
  });
  expect(await datasource.lookup.labels(side)).toEqual({ items: ['job'], truncated: true });
  expect(await datasource.lookup.labelValues('job', side, 'a')).toEqual({ items: ['api'], truncated: true });

  expect(fetch.mock.calls.map(([{ url, params, showErrorAlert }]) => ({ url, params, showErrorAlert }))).toEqual([
    { url: `${base}metrics`, params: { kind: 'histogram', search: 'http', limit: '1000' }, showErrorAlert: false },
    { url: `${base}labels`, params: { metric: 'm', matchers, type: 'histogram' }, showErrorAlert: false },
    {
      url: `${base}label-values`,
      params: { label: 'job', search: 'a', limit: '100', metric: 'm', matchers, type: 'histogram' },
      showErrorAlert: false,
    },
  ]);
});

test('look-ups of categories are about the metric itself', async () => {
  const { datasource, fetch } = create({ metrics: [], labels: [], values: [] });
  const side = { metric: 'orders_total', category: [] };
  await datasource.lookup.metrics('category', '');
  await datasource.lookup.labels(side);
  await datasource.lookup.labelValues('country', { ...side, category: ['country'] }, '');
  expect(fetch.mock.calls.map(([{ params }]) => params?.kind ?? params?.type)).toEqual([
    'category',
    'category',
    'category',
  ]);
});

test('ad hoc filters offer the labels and values of the dashboard’s first question', async () => {
  const { datasource, fetch } = create({ labels: ['job'], values: ['api'] });
  expect(await datasource.getTagKeys({ filters: [], queries: [minimal] })).toEqual([{ text: 'job' }]);
  expect(await datasource.getTagValues({ key: 'job', filters: [] })).toEqual([{ text: 'api' }]);
  expect(fetch.mock.calls.map(([{ params }]) => params?.metric)).toEqual(['http_request_duration_seconds', '']);
});
