import { useEffect, useState } from 'react';
import {
  CoreApp,
  type DataFrame,
  type DataQueryError,
  type DataQueryResponse,
  LoadingState,
  type PanelData,
  type TimeRange,
  rangeUtil,
} from '@grafana/data';
import { type Observable, of } from 'rxjs';
import type { HistodriftDataSource } from '../../../src/datasource';
import type { HistodriftQuery } from '../../../src/query/query';

/** The newest answer, and what it is the answer to. */
export interface Answer {
  query: HistodriftQuery;
  range: TimeRange;
  frames: DataFrame[];
  errors: DataQueryError[];
}

/** An answer as Grafana hands it to the query editor. */
export function panelDataOf({ frames, range, errors }: Answer): PanelData {
  return { state: LoadingState.Done, series: frames, timeRange: range, errors };
}

/** Points in a graph: about one for two pixels. */
const MAX_DATA_POINTS = 600;

/**
 * Asks when the query or the range changes. A newer question cancels the one before; until it is answered, the last answer
 * stays.
 */
export function useAnswer(datasource: HistodriftDataSource, query: HistodriftQuery, range: TimeRange) {
  const [answer, setAnswer] = useState<Answer>();

  useEffect(() => {
    const running = ask(datasource, query, range).subscribe({
      next: ({ data, errors = [] }) => setAnswer({ query, range, frames: data, errors }),
      error: (error) => setAnswer({ query, range, frames: [], errors: [error] }),
    });
    return () => running.unsubscribe();
  }, [datasource, query, range]);

  return { answer, loading: answer?.query !== query || answer.range !== range };
}

/** A question that is still being written has no answer. */
function ask(
  datasource: HistodriftDataSource,
  query: HistodriftQuery,
  range: TimeRange
): Observable<DataQueryResponse> {
  return datasource.filterQuery(query) ? datasource.query(requestOf(query, range)) : of({ data: [] });
}

function requestOf(query: HistodriftQuery, range: TimeRange) {
  const { interval, intervalMs } = rangeUtil.calculateInterval(range, MAX_DATA_POINTS, '15s');
  return {
    requestId: 'lab',
    app: CoreApp.Explore,
    timezone: 'utc',
    startTime: Date.now(),
    scopedVars: {},
    targets: [query],
    maxDataPoints: MAX_DATA_POINTS,
    range,
    interval,
    intervalMs,
  };
}
