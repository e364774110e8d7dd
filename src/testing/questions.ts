import type { HistodriftQuery, Question } from '../query/query';

/** A query with nothing but what it needs. */
export const minimal: HistodriftQuery = {
  refId: 'A',
  version: 1,
  current: { metric: 'http_request_duration_seconds' },
  baseline: { kind: 'previous', offset: '1d' },
};

/** A question in which every field is given, with a cohort as its baseline. */
export const full: Required<Question> = {
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
