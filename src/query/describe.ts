import { leftOutOf } from './baseline';
import { canHaveBand } from './confidence';
import { type CompleteBins, withDefaults } from './defaults';
import { inWords } from './duration';
import { estimatorText } from './estimator';
import { list } from './list';
import { matcherText, selectionText } from './matcher';
import { areInUnit, measureOf } from './measure';
import type {
  Baseline,
  CohortBaseline,
  MeasureName,
  Question,
  SeasonalBaseline,
  Selection,
  StaticBaseline,
  Statistic,
} from './query';
import { replicatesText } from './replicates';
import { RANGE } from './variable';

/** Says what a question asks: in one sentence, and one for each choice that is out of the ordinary. */
export function describe(question: Partial<Question>): string {
  const q = withDefaults(question);
  const what = `${list(q.measures.map(measureLabel))} of ${sideText(q.current)}`;
  const coarser = q.view === 'sensitivity' ? ' at full, half and quarter resolution' : '';
  const groups = q.groupBy.length > 0 ? `, per ${list(q.groupBy)}` : '';
  const wider = q.widenTo ? ` or, where samples are few, up to ${inWords(q.widenTo)}` : '';
  const against = `${baselineText(q.baseline, q.window)}${leftOutText(q.baseline)}`;
  const unit = areInUnit(q.measures) ? `, in ${q.unit}` : '';
  const band =
    q.confidence.band && canHaveBand(q) ? `${unit ? '' : ','} with a ${percent(q.confidence.level)}\u00a0% band` : '';
  const more = [estimatorText(q), replicatesText(q.replicates), alertText(q.alertOn)].filter(Boolean);
  const sentence = `${what}${binsText(q.bins)}${coarser}${groups}: ${currentText(q.window, q.instant)}${wider} against ${against}${unit}${band}.`;
  return [sentence, ...more].join(' ');
}

function alertText(statistic: Statistic): string {
  switch (statistic) {
    case 'estimate':
      return '';
    case 'aboveNormal':
      return 'Alert rules see how far it lies above normal.';
    default:
      return `Alert rules see the ${statistic} limit.`;
  }
}

function sideText(side: Selection): string {
  const series = side.expr === undefined ? (side.metric ? selectionText(side) : '') : shortened(side.expr);
  const categories = side.category?.length ? ` by ${list(side.category)}` : '';
  return `${series || '…'}${categories}`;
}

/** An expression on one line, and no longer than a sentence can bear. */
function shortened(expr: string): string {
  const line = expr.trim().replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

function binsText(bins: CompleteBins): string {
  switch (bins.kind) {
    case 'quantiles':
      return `, in ${bins.count} quantiles`;
    case 'equalWidth':
      return `, in ${bins.count} bins of equal ${bins.scale === 'log' ? 'ratio' : 'width'}`;
    case 'top':
      return `, in the top ${bins.count} and other`;
    default:
      return '';
  }
}

function currentText(window: string, instant: boolean): string {
  if (window === RANGE) {
    return 'the panel’s range';
  }
  return instant ? `the last ${span(window)} of the range` : `each ${span(window)}`;
}

/** A duration after “each” or “the last”: one unit needs no number. */
function span(duration: string): string {
  return inWords(duration).replace(/^1 (\w+)$/, '$1');
}

function baselineText(baseline: Baseline, window: string): string {
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

function leftOutText(baseline: Baseline): string {
  const { exclude = [], mute } = leftOutOf(baseline);
  const times = [
    ...(exclude.length > 0 ? [`${exclude.length} ${exclude.length === 1 ? 'interval' : 'intervals'}`] : []),
    ...(mute ? [`times when ${shortened(mute)} is true`] : []),
  ];
  return times.length > 0 ? `, without ${list(times)}` : '';
}

/** Within a sentence, only names keep their capitals. */
function measureLabel(name: MeasureName, i: number): string {
  const measure = measureOf(name);
  const label = measure?.label ?? name;
  return measure?.common && i > 0 ? label.toLowerCase() : label;
}

function percent(level: number): string {
  return String(Number((level * 100).toPrecision(4)));
}
