import type { Question } from '../query/query';

import { certain } from './divergence';
import { canary, recovers } from './levels';
import { above, ask, math, promql } from './nodes';
import type { Rule } from './rule';
import { banded, bin, count, nats, percent } from './texts';

const latency = 'http_request_duration_seconds';
const who = { team: 'checkout', owner: 'release', cause: 'canary' };
const drill = { dashboard: 'canary', metric: latency, label: 'service', scrape: '15s' };

/** Each service's canary against its stable version, at the same time. */
const canaries = {
  current: {
    metric: latency,
    matchers: [
      { label: 'job', op: '=', value: 'checkout' },
      { label: 'version', op: '=', value: 'canary' },
    ],
  },
  baseline: { kind: 'cohort', matchers: [{ label: 'version', op: '=', value: 'stable' }] },
  groupBy: ['service'],
  window: canary.window,
} satisfies Partial<Question>;

const failed = (version: string) => {
  const rate = (code: string) =>
    `sum by (service) (rate(http_requests_total{job="checkout", version="${version}"${code}}[15m]))`;
  return `${rate(', code=~"5.."')} / ${rate('')}`;
};

/** Rules about canaries. */
export const canaryRules: Rule[] = [
  {
    ...who,
    name: 'page-canary',
    title: 'Canary fails and its errors are up',
    when: `the verdict (KL, ${canary.level}, the last two hours) is fail, more than 1 % of the canary's requests fail, and twice as many as stable's`,
    severity: 'page',
    for: '2m',
    keepFiringFor: canary.keepFiringFor,
    data: [
      ask(
        'verdict',
        {
          ...canaries,
          view: 'verdict',
          format: 'numeric',
          measures: ['kl'],
          threshold: canary.level,
          alertOn: 'verdict',
        },
        canary.since
      ),
      promql('errors', failed('canary')),
      promql('stable', failed('stable')),
      // A fail is 2.
      math('urgency', '($verdict == 2) * ($errors > 0.01) * ($errors > 2 * $stable)'),
      above('fires', 'urgency', 0.5),
    ],
    summary: `{{ $labels.service }}: the canary fails, and ${percent('errors')} of its requests do, too.`,
    description: `Latency of the last two hours differs from stable by more than ${canary.level} nats (KL), which holds however often it was looked at in them. Stable fails ${percent('stable')} of its requests.`,
    panel: { dashboard: 'canary', title: 'Verdict on $group' },
    drill,
  },
  {
    ...who,
    name: 'canary-latency',
    title: 'Canary latency differs from stable',
    when: `KL(canary ‖ stable) of ${canary.window} is certainly above ${canary.level}`,
    severity: 'ticket',
    for: canary.for,
    keepFiringFor: canary.keepFiringFor,
    data: certain({ ...canaries, measures: ['kl'] }, canary.level),
    summary: `{{ $labels.service }}: the canary's latency differs from stable's by at least ${nats('lower')}.`,
    description: `KL(canary ‖ stable) ${banded} from ${count('samples')} requests of the canary; ${bin(' s')}.`,
    panel: { dashboard: 'canary', title: 'Divergence from stable' },
    drill,
  },
  {
    ...who,
    name: 'canary-parity',
    title: 'Canary gets other traffic than it should',
    when: 'the share of the traffic is 1.5 times that of yesterday, or two thirds of it',
    severity: 'ticket',
    for: '30m',
    keepFiringFor: canary.keepFiringFor,
    data: [
      promql('share', `(${share('30m')}) and ${counted('30m')} >= 100`),
      promql('usual', `(${share('30m', ' offset 1d')}) and ${counted('30m', ' offset 1d')} >= 100`),
      math('ratio', '$share / $usual'),
      math('apart', 'abs(log($ratio))'),
      above('fires', 'apart', canary.parity, canary.parity * recovers),
    ],
    summary: `{{ $labels.service }}: the canary gets ${percent('share')} of the traffic, ${percent('usual')} yesterday.`,
    description:
      'A canary that gets another part of the traffic than was meant, or another mix of it, can not be compared with stable. Read its verdict again when the traffic is right.',
    panel: { dashboard: 'canary', title: 'Canary for each request of stable' },
    drill,
  },
];

/** Requests of the canary: with too few of them their share is chance. */
function counted(window: string, offset = ''): string {
  return `sum by (service) (increase(${latency}_count{job="checkout", version="canary"}[${window}]${offset}))`;
}

function share(window: string, offset = ''): string {
  const rate = (version: string) =>
    `sum by (service) (rate(${latency}_count{job="checkout"${version}}[${window}]${offset}))`;
  return `${rate(', version="canary"')} / ${rate('')}`;
}
