import type { Question } from '../query/query';

import { changed } from './levels';
import { type Node, ask } from './nodes';

/** A rule that writes what it reads back to Prometheus, as a metric with the labels of its groups. */
export interface Recording {
  uid: string;
  title: string;
  record: { metric: string; from: string };
  data: Node[];
}

const services = {
  current: { metric: 'http_request_duration_seconds', matchers: [{ label: 'job', op: '=', value: 'checkout' }] },
  baseline: { kind: 'previous', offset: '1d' },
  groupBy: ['service'],
  window: changed.window,
  measures: ['js'],
  instant: true,
} satisfies Partial<Question>;

/** The divergence of each service, and its lower limit, as metrics. */
export const recordings: Recording[] = [
  recording('service-js', 'Divergence of services', 'histodrift:service_latency:js', 'estimate'),
  recording('service-js-lower', 'Divergence of services, at least', 'histodrift:service_latency:js_lower', 'lower'),
];

function recording(name: string, title: string, metric: string, alertOn: 'estimate' | 'lower'): Recording {
  return {
    uid: `histodrift-record-${name}`,
    title,
    record: { metric, from: 'A' },
    data: [ask('A', { ...services, alertOn })],
  };
}
