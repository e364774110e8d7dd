import { certain } from './divergence';
import { changed } from './levels';
import type { Rule } from './rule';
import { banded, bin, count, nats } from './texts';

/** Rules about capacity: what was predicted against what happens. */
export const capacityRules: Rule[] = [
  {
    name: 'capacity-prediction',
    title: 'CPU usage is not what was predicted',
    when: `JS of usage and prediction, ${changed.window}, is certainly above ${changed.level}`,
    severity: 'ticket',
    team: 'sre',
    owner: 'capacity',
    cause: 'capacity',
    for: changed.for,
    keepFiringFor: changed.keepFiringFor,
    data: certain(
      {
        current: { metric: 'cpu_usage_ratio' },
        baseline: { kind: 'cohort', metric: 'cpu_usage_predicted_ratio' },
        groupBy: ['service'],
        window: changed.window,
        measures: ['js'],
        scrapeInterval: '1m',
      },
      changed.level
    ),
    summary: `{{ $labels.service }}: CPU usage differs from the prediction by at least ${nats('lower')}.`,
    description: `JS ${banded} from ${count('samples')} readings; ${bin()}.`,
    panel: { dashboard: 'usecases', title: 'CPU: observed against predicted' },
  },
];
