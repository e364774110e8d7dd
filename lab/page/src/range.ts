import { type TimeRange, dateTime } from '@grafana/data';

/** Lengths of time to look at, in hours. */
export const spans = [
  { value: 6, label: '6 h' },
  { value: 24, label: '24 h' },
  { value: 48, label: '2 d' },
  { value: 168, label: '7 d' },
  { value: 336, label: '14 d' },
];

/** The hours that end at a moment. */
export function rangeOf(hours: number, now: number): TimeRange {
  const [from, to] = [dateTime(now - hours * 3_600_000), dateTime(now)];
  return { from, to, raw: { from: `now-${hours}h`, to: 'now' } };
}
