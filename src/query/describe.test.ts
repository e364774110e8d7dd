import { categories, full, minimal, ofViews } from '../testing/questions';
import { describe as inSentence } from './describe';
import type { Question, View } from './query';

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
    'KL and JS of http_request_duration_seconds{job="api", version="canary"}, joint with region, in 20 bins of equal ratio, per service and zone: the last hour of the range or, where samples are few, up to 6 hours against http_request_duration_seconds_old{version="stable"} at the same time, without 1 interval and times when promotion_active is true, in bits. 0.5 events are added to each bin. Bursts are judged by pod.',
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
    'KL and JS of http_request_duration_seconds{job="api", version="canary"}, joint with region, per service and zone: each hour against version!="canary" at the same time, in bits with a 99\u00a0% band. Alert rules see the lower limit.',
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

const DAY_BEFORE = 'the same length that ended 1 day before';

test.each<[View, Partial<Question>, string]>([
  [
    'divergence',
    { alertOn: undefined },
    `KL of http_request_duration_seconds: each hour against ${DAY_BEFORE}, in nats with a 95\u00a0% band.`,
  ],
  [
    'contributions',
    { measures: ['tv'], confidence: { band: false } },
    `What each bin adds to total variation of http_request_duration_seconds: the last hour of the range against ${DAY_BEFORE}. At most 10 rows. As one number for each group. Alert rules see the upper bound of the first bin.`,
  ],
  [
    'contributions',
    { ...categories, instant: false, format: undefined, limit: 100, alertOn: 'share' },
    `What each bin adds to KL of orders_total by country and device: each hour against ${DAY_BEFORE}, in nats with a 95\u00a0% band. Alert rules see the share of the first row.`,
  ],
  [
    'distributions',
    { bins: { kind: 'quantiles' } },
    `Both distributions of http_request_duration_seconds, in 10 quantiles: the last hour of the range against ${DAY_BEFORE}, with a 95\u00a0% band. With a numeric axis.`,
  ],
  [
    'ranking',
    {},
    'Groups of http_request_duration_seconds ranked by KL, per tenant: the last hour of the range against all other groups at the same time, in nats with a 95\u00a0% band. Of the groups marked as changed, 10\u00a0% may be false alarms. At most 20 rows. Alert rules see the lower limit.',
  ],
  [
    'explain',
    {},
    `How far region and version account for KL of http_request_duration_seconds: the last hour of the range against ${DAY_BEFORE}, in nats with a 95\u00a0% band. At most 5 rows.`,
  ],
  [
    'explain',
    { explain: undefined, limit: undefined },
    `Which labels account for KL of http_request_duration_seconds: the last hour of the range against ${DAY_BEFORE}, in nats with a 95\u00a0% band.`,
  ],
  [
    'slo',
    {},
    `Share of the groups in which KL of http_request_duration_seconds is at most 0.1 nats: each hour against ${DAY_BEFORE}, in nats with a 95\u00a0% band. Objective: 99\u00a0% over 7 days, with burn rates over 6 hours and 1 hour. Alert rules see the burn rate.`,
  ],
  [
    'slo',
    { measures: ['tv'], slo: {}, alertOn: undefined, confidence: { band: false } },
    `Share of the windows in which total variation of http_request_duration_seconds is at most 0.1: each hour against ${DAY_BEFORE}. Objective: 95\u00a0% over 30 days, with burn rates over 1 day and 2 hours.`,
  ],
  [
    'verdict',
    {},
    'Whether KL of http_request_duration_seconds is above 0.03 nats: all since 2026-11-01T00:00:00Z against version="stable" at the same time, in nats with a 95\u00a0% band. Only a higher 99th percentile fails. Traffic should be 0.05 of the baseline’s, give or take 10\u00a0%. The mix of route should be the same. Alert rules see how many more samples it takes.',
  ],
  [
    'verdict',
    { verdict: { worse: { direction: 'down' }, parity: {} }, alertOn: 'lower' },
    'Whether KL of http_request_duration_seconds is above 0.03 nats: all since the start of the range against version="stable" at the same time, in nats with a 95\u00a0% band. Only a lower mean fails. Alert rules see the lower limit.',
  ],
  [
    'episodes',
    {},
    `When KL of http_request_duration_seconds was above 0.1 nats: each hour against ${DAY_BEFORE}, in nats with a 95\u00a0% band. An episode ends below 80\u00a0% of the threshold; those at most 30 minutes apart are one; those shorter than 10 minutes do not count. At most 10 rows.`,
  ],
  [
    'exemplars',
    {},
    `Exemplars of the bin that adds most to KL of http_request_duration_seconds: the last hour of the range against ${DAY_BEFORE}, in nats with a 95\u00a0% band. At most 10 rows.`,
  ],
  [
    'exemplars',
    { exemplars: {}, limit: undefined },
    `Exemplars of the 3 bins that add most to KL of http_request_duration_seconds: the last hour of the range against ${DAY_BEFORE}, in nats with a 95\u00a0% band.`,
  ],
  [
    'sensitivity',
    { measures: ['tv'], confidence: { band: false } },
    `Total variation of http_request_duration_seconds at full, half and quarter resolution: the last hour of the range against ${DAY_BEFORE}.`,
  ],
])('the view %s, case %#', (view, patch, sentence) => {
  expect(inSentence({ ...ofViews[view], ...patch })).toBe(sentence);
});

test.each([
  [0.5, '50th'],
  [0.91, '91st'],
  [0.12, '12th'],
  [0.999, '99.9th'],
])('the quantile %d is the %s percentile', (quantile, name) => {
  const verdict = { worse: { statistic: 'quantile' as const, quantile } };
  expect(inSentence({ ...ofViews.verdict, verdict })).toContain(`Only a higher ${name} percentile fails.`);
});
