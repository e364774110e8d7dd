import type { Matcher, Selection } from '../query/query';
import { binsAre } from '../query/source';

/** What a look-up is about: histograms, or the counters and gauges whose labels can be bins. */
export type MetricSort = 'histogram' | 'category';

/** A metric that the data source knows. */
export interface Metric {
  name: string;
  kind: 'classic' | 'native' | 'counter' | 'gauge' | 'unknown';
  unit?: string;
  help?: string;
}

/** An answer that the server may have cut. */
export interface Found<T> {
  items: T[];
  truncated: boolean;
}

/** Calls a resource of the data source; `DataSourceWithBackend.getResource` is one. */
export type Call = (path: string, params: Record<string, string>, options: CallOptions) => Promise<any>;

interface CallOptions {
  abortSignal?: AbortSignal;
  /** The menu shows what went wrong; a toast on every key would not help. */
  showErrorAlert: false;
}

/** Most items that the server returns. */
export const LIMIT = 1000;

/** Most values of a label that a menu shows: of users or pods there may be millions, and nobody reads so many. */
const SHOWN = 100;

/** Looks up names for menus. The server searches and cuts, so a menu never waits for all names of a big server. */
export class Lookup {
  constructor(private readonly call: Call) {}

  /** Metrics whose name holds the search text. */
  async metrics(sort: MetricSort, search: string, abortSignal?: AbortSignal): Promise<Found<Metric>> {
    const params = { kind: sort, search, limit: String(LIMIT) };
    const answer = await this.call('metrics', params, { abortSignal, showErrorAlert: false });
    return { items: answer.metrics ?? [], truncated: answer.truncated ?? false };
  }

  /** Labels of the series of one side. */
  async labels(side: Selection, abortSignal?: AbortSignal): Promise<Found<string>> {
    const answer = await this.call('labels', sideParams(side), { abortSignal, showErrorAlert: false });
    return { items: answer.labels ?? [], truncated: answer.truncated ?? false };
  }

  /** Values of a label among the series of one side that hold the search text: as many as a menu shows, or all. */
  async labelValues(
    label: string,
    side: Selection,
    search: string,
    { all, abortSignal }: { all?: boolean; abortSignal?: AbortSignal } = {}
  ): Promise<Found<string>> {
    const params = { label, search, limit: String(all ? LIMIT : SHOWN), ...sideParams(side) };
    const answer = await this.call('label-values', params, { abortSignal, showErrorAlert: false });
    return { items: answer.values ?? [], truncated: answer.truncated ?? false };
  }
}

/** What the metrics of a side are to be looked up as. */
export function sortOf(side: Selection): MetricSort {
  return binsAre(side) === 'categories' ? 'category' : 'histogram';
}

function sideParams(side: Selection): { metric: string; matchers: string; type: MetricSort } {
  const complete = (side.matchers ?? []).filter(({ label }: Matcher) => label !== '');
  return { metric: side.metric ?? '', matchers: JSON.stringify(complete), type: sortOf(side) };
}
