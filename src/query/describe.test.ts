import { categories, full, minimal } from '../testing/questions';
import { describe as inSentence } from './describe';
import type { Question } from './query';

const plain: Partial<Question> = { current: { metric: 'm' }, confidence: { band: false } };
const corrected: Partial<Question> = { estimator: undefined, smoothing: undefined, replicates: undefined };
const day = { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' };

test.each<[Partial<Question>, string]>([
  [
    minimal,
    'KL of http_request_duration_seconds: each hour against the same length that ended 1 day before, in nats with a 95\u00a0% band.',
  ],
  [
    full,
    'KL and JS of http_request_duration_seconds{job="api", version="canary"}, in 20 bins of equal ratio, per service and zone: the last hour of the range or, where samples are few, up to 6 hours against http_request_duration_seconds_old{version="stable"} at the same time, without 1 interval and times when promotion_active is true, in bits. 0.5 events are added to each bin. Bursts are judged by pod.',
  ],
  [
    {
      ...full,
      ...corrected,
      alertOn: 'lower',
      instant: false,
      bins: undefined,
      widenTo: undefined,
      baseline: { kind: 'cohort', matchers: [{ label: 'version', op: '!=', value: 'canary' }] },
    },
    'KL and JS of http_request_duration_seconds{job="api", version="canary"}, per service and zone: each hour against version!="canary" at the same time, in bits with a 99\u00a0% band. Alert rules see the lower limit.',
  ],
  [
    { ...minimal, window: '$__range', baseline: { kind: 'previous' }, confidence: { band: false } },
    'KL of http_request_duration_seconds: the panel’s range against the same length just before, in nats.',
  ],
  [
    { ...minimal, baseline: { kind: 'previous', offset: '7d', window: '1d' }, confidence: { level: 0.999 } },
    'KL of http_request_duration_seconds: each hour against 1 day that ended 7 days before, in nats with a 99.9\u00a0% band.',
  ],
  [
    { ...minimal, baseline: { kind: 'fixed', from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' } },
    'KL of http_request_duration_seconds: each hour against the time from 2026-11-01T00:00:00Z to 2026-11-08T00:00:00Z, in nats with a 95\u00a0% band.',
  ],
  [
    { ...minimal, window: '1h30m', baseline: { kind: 'previous', offset: '2d' } },
    'KL of http_request_duration_seconds: each 1 hour 30 minutes against the same length that ended 2 days before, in nats with a 95\u00a0% band.',
  ],
  [
    {
      ...categories,
      groupBy: ['service'],
      baseline: { kind: 'seasonal', mute: 'promotion_active' },
      confidence: { band: false },
    },
    'KL of orders_total by country and device, per service: each hour against the same hour of the last 4 weeks, without times when promotion_active is true, in nats.',
  ],
  [
    { ...plain, baseline: { kind: 'seasonal', period: '1d', count: 1, exclude: [day, day], mute: 'up\n  == 0' } },
    'KL of m: each hour against the same hour of the last day, without 2 intervals and times when up == 0 is true, in nats.',
  ],
  [
    { ...plain, window: '2h', baseline: { kind: 'seasonal', period: '12h', count: 3, exclude: [day] } },
    'KL of m: each 2 hours against the same 2 hours, 3 times every 12 hours before, without 1 interval, in nats.',
  ],
  [
    { ...plain, groupBy: ['tenant'], baseline: { kind: 'rest' }, widenTo: '6h' },
    'KL of m, per tenant: each hour or, where samples are few, up to 6 hours against all other groups at the same time, in nats.',
  ],
  [
    { ...plain, baseline: { kind: 'static', bounds: [1], weights: [2, 3], n: 12000 } },
    'KL of m: each hour against a written distribution of 2 bins from 12,000 samples, in nats.',
  ],
  [
    { ...plain, measures: ['js', 'newMass', 'vanishedMass'], bins: { kind: 'quantiles' }, view: 'sensitivity' },
    'JS, new mass and vanished mass of m, in 10 quantiles at full, half and quarter resolution: each hour against the same length that ended 1 day before, in nats.',
  ],
  [
    { ...minimal, measures: ['newMass'], bins: { kind: 'top' } },
    'New mass of http_request_duration_seconds, in the top 20 and other: each hour against the same length that ended 1 day before, with a 95\u00a0% band.',
  ],
  [
    {
      ...plain,
      bins: { kind: 'equalWidth', scale: 'log' },
      current: { expr: 'sum by (le) (x)' },
      baseline: { kind: 'cohort', expr: `a +\n${'b'.repeat(120)}` },
    },
    `KL of sum by (le) (x), in 10 bins of equal ratio: each hour against a + ${'b'.repeat(95)}… at the same time, in nats.`,
  ],
  [
    { ...plain, measures: ['wasserstein', 'tv', 'entropy', 'ks', 'g'], estimator: 'pool', replicates: 'none' },
    'Wasserstein distance, total variation, entropy, Kolmogorov–Smirnov distance and G statistic of m: each hour against the same length that ended 1 day before, in nats. Bins of fewer than 5 events are joined. Events are taken as independent.',
  ],
  [
    { ...minimal, measures: ['tv', 'hellinger'], replicates: 'cells', alertOn: 'aboveNormal' },
    'Total variation and Hellinger distance of http_request_duration_seconds: each hour against the same length that ended 1 day before, with a 95\u00a0% band. Bursts are judged by stretches of the windows. Alert rules see how far it lies above normal.',
  ],
  [
    { ...minimal, measures: ['crossEntropy', 'entropy'] },
    'Cross-entropy and entropy of http_request_duration_seconds: each hour against the same length that ended 1 day before, in nats.',
  ],
  [
    { ...minimal, measures: ['kl', 'newMass'], estimator: 'none' },
    'KL and new mass of http_request_duration_seconds: each hour against the same length that ended 1 day before, in nats with a 95\u00a0% band. Shares are taken as observed.',
  ],
  [{}, 'KL of …: each hour against the same length that ended 1 day before, in nats with a 95\u00a0% band.'],
])('case %#', (question, sentence) => {
  expect(inSentence(question)).toBe(sentence);
});
