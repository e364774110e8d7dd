import type { Question } from '../query/query';

import { tenants } from './levels';
import { ask, below } from './nodes';
import type { Rule } from './rule';
import { percent } from './texts';

/** Each tenant against the same time yesterday. */
const ranked = {
  view: 'ranking',
  current: { metric: 'tenant_request_duration_seconds' },
  baseline: { kind: 'previous', offset: '1d' },
  groupBy: ['tenant'],
  window: tenants.window,
  measures: ['kl'],
  scrapeInterval: '1m',
  threshold: tenants.limit,
  format: 'numeric',
} satisfies Partial<Question>;

/** Rules about tenants. */
export const tenantRules: Rule[] = [
  {
    name: 'tenants-within',
    title: 'Too many tenants changed',
    when: `less than ${100 * tenants.target} % of the judged tenants are within ${tenants.limit} nats (KL, ${tenants.window}) of yesterday`,
    severity: 'ticket',
    team: 'platform',
    owner: 'platform',
    cause: 'tenants',
    for: tenants.for,
    keepFiringFor: tenants.keepFiringFor,
    data: [ask('within', { ...ranked, alertOn: 'attainment' }), below('fires', 'within', tenants.target, 0.97)],
    summary: `Only ${percent('within')} of the tenants are within ${tenants.limit} nats of yesterday.`,
    description: `The objective is ${100 * tenants.target} % of the tenants with enough requests to be judged; the others are listed as unknown and do not count.`,
    panel: { dashboard: 'tenants', title: 'Tenants by divergence' },
  },
];
