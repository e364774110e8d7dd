import type { DataSourceJsonData } from '@grafana/data';

/** Settings of the data source; the keys are the Prometheus data source's, so that its provisioning can be copied. */
export interface HistodriftSettings extends DataSourceJsonData {
  /** Scrape interval, such as 15s. */
  timeInterval?: string;
  httpMethod?: 'GET' | 'POST';
  /** Longest time that Prometheus may work on a query, such as 60s. */
  queryTimeout?: string;
  /** Longest time to wait for an answer, in seconds. */
  timeout?: number;
  /** Bins with fewer events are hidden, whatever a query says. */
  suppressBelow?: number;
}

/** The scrape interval that the query layer takes where the settings give none. */
export const DEFAULT_SCRAPE_INTERVAL = '15s';
