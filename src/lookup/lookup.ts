import type { Matcher, Selection } from '../query/query';

/** A histogram that the data source knows. */
export interface Metric {
  name: string;
  kind: 'classic';
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

/** Most items that a menu shows. */
export const LIMIT = 1000;

/** Looks up names for menus. The server searches and cuts, so a menu never waits for all names of a big server. */
export class Lookup {
  constructor(private readonly call: Call) {}

  /** Histograms whose name holds the search text. */
  async metrics(search: string, abortSignal?: AbortSignal): Promise<Found<Metric>> {
    const answer = await this.call('metrics', { search, limit: String(LIMIT) }, { abortSignal, showErrorAlert: false });
    return { items: answer.metrics ?? [], truncated: answer.truncated ?? false };
  }

  /** Labels of the series of one side. */
  async labels(side: Selection, abortSignal?: AbortSignal): Promise<Found<string>> {
    const answer = await this.call('labels', sideParams(side), { abortSignal, showErrorAlert: false });
    return { items: answer.labels ?? [], truncated: answer.truncated ?? false };
  }

  /** Values of a label among the series of one side that hold the search text. */
  async labelValues(label: string, side: Selection, search: string, abortSignal?: AbortSignal): Promise<Found<string>> {
    const answer = await this.call(
      'label-values',
      { label, search, limit: String(LIMIT), ...sideParams(side) },
      { abortSignal, showErrorAlert: false }
    );
    return { items: answer.values ?? [], truncated: answer.truncated ?? false };
  }
}

function sideParams({ metric, matchers = [] }: Selection): { metric: string; matchers: string } {
  const complete = matchers.filter(({ label }: Matcher) => label !== '');
  return { metric, matchers: JSON.stringify(complete) };
}
