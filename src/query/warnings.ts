import type { CompleteQuestion } from './defaults';
import { inWords, toSeconds } from './duration';
import type { FixedBaseline } from './query';

/** A time, as a range of Grafana's has it. */
interface Range {
  from: { valueOf: () => number };
  to: { valueOf: () => number };
}

/** What a person should know about a value that may be right. */
export interface Warning {
  /** Path of the field, such as `baseline.to`. */
  field: string;
  message: string;
}

/** What the data source and the dashboard know, and a question does not. */
export interface Surroundings {
  /** How often the data source's metrics are scraped, such as 15s. */
  scrapeInterval: string;
  /** The range shown. */
  range?: Range;
}

/** Fewest scrapes in a window: below that nothing can be counted. */
const LEAST_SCRAPES = 4;

/** Finds what works by the query alone, but not with these metrics or in this range. */
export function warningsOf(question: CompleteQuestion, { scrapeInterval, range }: Surroundings): Warning[] {
  const scrape = question.scrapeInterval || scrapeInterval;
  return [...shortWarnings(question, scrape), ...(range ? overlapWarnings(question, range) : [])];
}

function shortWarnings({ window, baseline }: CompleteQuestion, scrape: string): Warning[] {
  const every = toSeconds(scrape);
  if (!every) {
    return [];
  }
  const short = (field: string, seconds?: number): Warning[] => {
    const message = `Fewer than four scrapes, of which there is one every ${inWords(scrape)}: use ${written(LEAST_SCRAPES * every)} or more, or correct the scrape interval.`;
    return seconds !== undefined && seconds > 0 && seconds < LEAST_SCRAPES * every ? [{ field, message }] : [];
  };
  return [
    ...short('window', toSeconds(window)),
    // What is taken over from the window is said there.
    ...(baseline.kind === 'previous' && baseline.window !== window
      ? short('baseline.window', toSeconds(baseline.window ?? ''))
      : []),
    ...(baseline.kind === 'fixed' ? short('baseline.to', secondsOf(baseline)) : []),
  ];
}

/** Points whose window reaches into a fixed baseline are left empty. */
function overlapWarnings({ baseline, window, instant }: CompleteQuestion, { from, to }: Range): Warning[] {
  const length = toSeconds(window);
  if (baseline.kind !== 'fixed' || length === undefined) {
    return [];
  }
  const [begin, end] = [Date.parse(baseline.from), Date.parse(baseline.to)];
  const first = (instant ? to : from).valueOf() - length * 1000;
  const message = instant
    ? 'Overlaps the window at the end of the range shown: nothing is compared with itself, so there is no value.'
    : 'Overlaps the range shown: points whose window reaches into the baseline are left empty.';
  return begin < to.valueOf() && first < end ? [{ field: 'baseline.to', message }] : [];
}

function secondsOf({ from, to }: FixedBaseline): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}

/** A duration in its largest whole unit. */
function written(seconds: number): string {
  const [length, unit] = (
    [
      [3600, 'h'],
      [60, 'm'],
      [1, 's'],
    ] as const
  ).find(([length]) => seconds % length === 0) ?? [0.001, 'ms'];
  return `${Math.round(seconds / length)}${unit}`;
}
