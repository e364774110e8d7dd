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
    matchers: [
      { label: 'job', op: '=', value: 'api' },
      { label: 'version', op: '=', value: 'canary' },
    ],
  },
  baseline: {
    kind: 'cohort',
    metric: 'http_request_duration_seconds_old',
    matchers: [{ label: 'version', op: '=', value: 'stable' }],
  },
  groupBy: ['service', 'zone'],
  window: '1h',
  instant: true,
  measures: ['kl', 'js'],
  unit: 'bits',
  confidence: { level: 0.99, band: true },
  minCount: 200,
  threshold: 0.03,
  alertOn: 'lower',
  scrapeInterval: '30s',
};
