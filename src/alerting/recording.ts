import { changed } from './levels';
import { type Node, ask } from './nodes';
import { services } from './service';

/** A rule that writes what it reads back to Prometheus, as a metric with the labels of its groups. */
export interface Recording {
  uid: string;
  title: string;
  record: { metric: string; from: string };
  data: Node[];
}

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
    data: [ask('A', { ...services, window: changed.window, instant: true, alertOn })],
  };
}
