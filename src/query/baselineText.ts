import { leftOutOf } from './baseline';
import { inWords } from './duration';
import { list } from './list';
import { matcherText } from './matcher';
import type { Baseline, CohortBaseline, SeasonalBaseline, StaticBaseline } from './query';
import { shortened, sideText } from './sideText';
import { RANGE } from './variable';

/** Says what the current window is compared with. */
export function baselineText(baseline: Baseline, window: string): string {
  switch (baseline.kind) {
    case 'previous': {
      const { offset = window, window: own = window } = baseline;
      const length = own === window ? 'the same length' : inWords(own);
      return offset === window ? `${length} just before` : `${length} that ended ${inWords(offset)} before`;
    }
    case 'seasonal':
      return seasonalText(baseline, window);
    case 'fixed':
      return `the time from ${baseline.from || '…'} to ${baseline.to || '…'}`;
    case 'cohort':
      return `${cohortText(baseline)} at the same time`;
    case 'rest':
      return 'all other groups at the same time';
    case 'static':
      return staticText(baseline);
    default:
      return '…';
  }
}

/** Periods that have a name: the same hour of the last 4 weeks. */
const periods: Record<string, string> = { '1h': 'hour', '1d': 'day', '24h': 'day', '7d': 'week', '1w': 'week' };

function seasonalText({ period = '', count = 0 }: SeasonalBaseline, window: string): string {
  const same = window === RANGE ? 'the same range' : `the same ${span(window)}`;
  const name = periods[period];
  if (!name) {
    return `${same}, ${count} ${count === 1 ? 'time' : 'times'} every ${inWords(period)} before`;
  }
  return `${same} of the last ${count === 1 ? name : `${count} ${name}s`}`;
}

function cohortText({ metric, matchers = [], expr, category }: CohortBaseline): string {
  if (metric || expr !== undefined) {
    return sideText({ metric, matchers, expr, category });
  }
  return matchers.map(matcherText).join(', ') || '…';
}

function staticText({ weights = [], n }: StaticBaseline): string {
  const samples = n === undefined ? '' : ` from ${n.toLocaleString('en')} samples`;
  return `a written distribution of ${weights.length} bins${samples}`;
}

/** Says which times a baseline leaves out. */
export function leftOutText(baseline: Baseline): string {
  const { exclude = [], mute } = leftOutOf(baseline);
  const times = [
    ...(exclude.length > 0 ? [`${exclude.length} ${exclude.length === 1 ? 'interval' : 'intervals'}`] : []),
    ...(mute ? [`times when ${shortened(mute)} is true`] : []),
  ];
  return times.length > 0 ? `, without ${list(times)}` : '';
}

/** A duration after “each” or “the last”: one unit needs no number. */
export function span(duration: string): string {
  return inWords(duration).replace(/^1 (\w+)$/, '$1');
}
