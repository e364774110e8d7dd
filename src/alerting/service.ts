import type { Question } from '../query/query';

import { certain, certainAndFelt } from './divergence';
import { failing, felt } from './impact';
import { acute, budget, changed, recovers } from './levels';
import { above, ask, math } from './nodes';
import type { Rule } from './rule';
import { banded, bin, count, nats, percent } from './texts';

const latency = 'http_request_duration_seconds';
const who = { team: 'checkout', owner: 'checkout', cause: 'latency' };
const drill = { metric: latency, label: 'service', scrape: '15s', split: 'version' };

/** Each service against the same time yesterday. */
export const services = {
  current: { metric: latency, matchers: [{ label: 'job', op: '=', value: 'checkout' }] },
  baseline: { kind: 'previous', offset: '1d' },
  groupBy: ['service'],
  measures: ['js'],
} satisfies Partial<Question>;

const errors = () => failing('http_requests_total', 'service', 'job="checkout"');

const moved = `${banded} from ${count('samples')} requests; ${bin(' s')}`;

/** Rules about services, by latency and errors. */
export const serviceRules: Rule[] = [
  {
    ...who,
    name: 'page-service',
    title: 'Service latency changed and errors are up',
    when: `JS of ${acute.window} against the same time yesterday is certainly above ${acute.level}, and ${felt}`,
    severity: 'page',
    for: acute.for,
    keepFiringFor: acute.keepFiringFor,
    data: certainAndFelt({ ...services, window: acute.window }, acute.level, errors()),
    summary: `{{ $labels.service }}: latency differs from yesterday by at least ${nats('lower')}, and ${percent('errors')} of requests fail.`,
    description: `JS ${moved}. ${percent('errors')} of requests fail; ${percent('allowed')} would be allowed at this time of day.`,
    panel: { dashboard: 'oncall', title: 'Services, last 15 minutes' },
    drill,
  },
  {
    ...who,
    name: 'service-divergence',
    title: 'Service latency changed',
    when: `JS of ${changed.window} against the same time yesterday is certainly above ${changed.level}`,
    severity: 'ticket',
    for: changed.for,
    keepFiringFor: changed.keepFiringFor,
    data: certain({ ...services, window: changed.window }, changed.level),
    summary: `{{ $labels.service }}: latency differs from yesterday by at least ${nats('lower')}.`,
    description: `JS ${moved}.`,
    panel: { dashboard: 'oncall', title: 'Services, last hour' },
    drill,
  },
  {
    ...who,
    name: 'page-burn',
    title: 'Drift budget burns fast and errors are up',
    when: `windows beyond ${budget.objective} nats burn the budget ${budget.fast.rate} times too fast over ${budget.fast.long} and ${budget.fast.short}, and ${felt}`,
    severity: 'page',
    for: '10m',
    keepFiringFor: acute.keepFiringFor,
    data: [
      burn(budget.fast),
      ...errors(),
      math('urgency', `$rate / ${budget.fast.rate} * ($errors > $allowed)`),
      above('fires', 'urgency', 1, recovers),
    ],
    summary: `{{ $labels.service }}: drift burns its budget ${count('rate')} times as fast as it may, and ${percent('errors')} of requests fail.`,
    description: `Over the last ${budget.fast.long} and the last ${budget.fast.short}, windows beyond ${budget.objective} nats came so often that a month's budget would be gone in two days.`,
    panel: { dashboard: 'executive', title: 'Error budget' },
    drill,
  },
  {
    ...who,
    name: 'burn-slow',
    title: 'Drift budget burns',
    when: `windows beyond ${budget.objective} nats burn the budget ${budget.slow.rate} times too fast over ${budget.slow.long} and ${budget.slow.short}`,
    severity: 'ticket',
    for: '15m',
    keepFiringFor: '1h',
    data: [burn(budget.slow), above('fires', 'rate', budget.slow.rate, budget.slow.rate * recovers)],
    summary: `{{ $labels.service }}: drift burns its budget ${count('rate')} times as fast as it may.`,
    description: `Over the last ${budget.slow.long} and the last ${budget.slow.short}, windows beyond ${budget.objective} nats came ${budget.slow.rate} times as often as the objective allows.`,
    panel: { dashboard: 'executive', title: 'Error budget' },
    drill,
  },
];

function burn({ long, short }: { long: string; short: string }) {
  return ask('rate', {
    ...services,
    view: 'slo',
    instant: true,
    window: budget.window,
    minCount: budget.minCount,
    threshold: budget.objective,
    alertOn: 'burnRate',
    slo: { ...budget.slo, long, short },
  });
}
