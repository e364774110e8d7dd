import { full, minimal } from '../testing/questions';
import { describe as inSentence } from './describe';
import type { Question } from './query';

test.each<[Partial<Question>, string]>([
  [
    minimal,
    'KL of http_request_duration_seconds: each hour against the same length that ended 1 day before, in nats with a 95\u00a0% band.',
  ],
  [
    full,
    'KL and JS of http_request_duration_seconds{job="api", version="canary"}, per service and zone: the last hour of the range against http_request_duration_seconds_old{version="stable"} at the same time, in bits with a 99\u00a0% band. Alert rules see the lower limit.',
  ],
  [
    {
      ...full,
      instant: false,
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
  [{}, 'KL of …: each hour against the same length that ended 1 day before, in nats with a 95\u00a0% band.'],
])('case %#', (question, sentence) => {
  expect(inSentence(question)).toBe(sentence);
});
