import { below, promql } from './nodes';
import type { Rule } from './rule';

/** The rule that speaks up when the others have nothing to judge. */
export const sourceRules: Rule[] = [
  {
    name: 'source-dead',
    title: 'The metrics behind the rules are gone',
    when: 'no requests are counted, or Prometheus does not answer',
    severity: 'ticket',
    team: 'sre',
    owner: 'sre',
    cause: 'source',
    for: '10m',
    silence: 'Alerting',
    data: [
      promql('requests', 'sum(rate(http_request_duration_seconds_count{job="checkout"}[5m]))'),
      below('fires', 'requests', 1e-9),
    ],
    summary: 'No requests of the checkout job have been counted for 10 minutes, so nothing can be judged.',
    description: 'Rules about divergences are silent without data. This one is not.',
    panel: { dashboard: 'oncall', title: 'Services, last 15 minutes' },
  },
];
