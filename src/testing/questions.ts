import type { HistodriftQuery, Question, View } from '../query/query';
import type { ViewWithOptions } from '../query/view';

/** A query with nothing but what it needs. */
export const minimal: HistodriftQuery = {
  refId: 'A',
  version: 1,
  current: { metric: 'http_request_duration_seconds' },
  baseline: { kind: 'previous', offset: '1d' },
};

/** A question in which every field is given but those of other views, with a cohort as its baseline. */
export const full: Required<Omit<Question, ViewWithOptions | 'format' | 'limit'>> = {
  version: 1,
  view: 'divergence',
  current: {
    metric: 'http_request_duration_seconds',
    type: 'classic',
    matchers: [
      { label: 'job', op: '=', value: 'api' },
      { label: 'version', op: '=', value: 'canary' },
    ],
  },
  baseline: {
    kind: 'cohort',
    metric: 'http_request_duration_seconds_old',
    matchers: [{ label: 'version', op: '=', value: 'stable' }],
    exclude: [{ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' }],
    mute: 'promotion_active',
  },
  groupBy: ['service', 'zone'],
  joint: ['region'],
  window: '1h',
  instant: true,
  measures: ['kl', 'js'],
  estimator: 'laplace',
  smoothing: 0.5,
  replicates: { by: 'pod' },
  bins: { kind: 'equalWidth', count: 20, scale: 'log' },
  unit: 'bits',
  confidence: { level: 0.99, band: true, noiseFloor: true, expectedRange: true },
  minCount: 200,
  widenTo: '6h',
  threshold: 0.03,
  alertOn: 'estimate',
  scrapeInterval: '30s',
};

/** A question about categories. */
export const categories: HistodriftQuery = {
  ...minimal,
  current: { metric: 'orders_total', category: ['country', 'device'] },
};

/** A question in code. */
export const code: HistodriftQuery = {
  ...minimal,
  current: { expr: 'sum by (le, service) (increase(latency_seconds_bucket{job=~"api"}[$__window]))' },
};

/** A question of each view, with all that the view has. */
export const ofViews: Record<View, HistodriftQuery> = {
  divergence: { ...minimal, alertOn: 'aboveNormal' },
  contributions: { ...minimal, view: 'contributions', limit: 10, format: 'numeric', alertOn: 'to' },
  distributions: { ...minimal, view: 'distributions', format: 'numeric' },
  ranking: {
    ...minimal,
    view: 'ranking',
    groupBy: ['tenant'],
    baseline: { kind: 'rest' },
    ranking: { falseDiscovery: 0.1 },
    limit: 20,
    alertOn: 'lower',
  },
  explain: { ...minimal, view: 'explain', explain: { labels: ['region', 'version'], maxValues: 50 }, limit: 5 },
  slo: {
    ...minimal,
    view: 'slo',
    threshold: 0.1,
    slo: { target: 0.99, over: 'groups', period: '7d', long: '6h', short: '1h' },
    alertOn: 'burnRate',
  },
  verdict: {
    ...minimal,
    view: 'verdict',
    threshold: 0.03,
    baseline: { kind: 'cohort', matchers: [{ label: 'version', op: '=', value: 'stable' }] },
    verdict: {
      since: '2026-11-01T00:00:00Z',
      worse: { statistic: 'quantile', quantile: 0.99, direction: 'up' },
      parity: { ratio: 0.05, tolerance: 0.1, labels: ['route'] },
    },
    alertOn: 'needed',
  },
  episodes: {
    ...minimal,
    view: 'episodes',
    threshold: 0.1,
    episodes: { leave: 0.8, gap: '30m', least: '10m' },
    limit: 10,
  },
  exemplars: { ...minimal, view: 'exemplars', exemplars: { bins: 1 }, limit: 10, format: 'table' },
  sensitivity: { ...minimal, view: 'sensitivity', instant: true },
};
