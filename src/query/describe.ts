import { withDefaults } from './defaults';
import { inWords } from './duration';
import { matcherText, selectionText } from './matcher';
import { measures } from './measure';
import type { Baseline, CohortBaseline, Question } from './query';
import { RANGE } from './variable';

/** Says in one sentence what a question asks. */
export function describe(question: Partial<Question>): string {
  const q = withDefaults(question);
  const what = `${list(q.measures.map(measureLabel))} of ${q.current.metric ? selectionText(q.current) : '…'}`;
  const groups = q.groupBy.length > 0 ? `, per ${list(q.groupBy)}` : '';
  const band = q.confidence.band ? ` with a ${percent(q.confidence.level)}\u00a0% band` : '';
  const alert = q.alertOn === 'estimate' ? '' : ` Alert rules see the ${q.alertOn} limit.`;
  return `${what}${groups}: ${currentText(q.window, q.instant)} against ${baselineText(q.baseline, q.window)}, in ${q.unit}${band}.${alert}`;
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
    case 'fixed':
      return `the time from ${baseline.from || '…'} to ${baseline.to || '…'}`;
    case 'cohort':
      return `${cohortText(baseline)} at the same time`;
    default:
      return '…';
  }
}

function cohortText({ metric, matchers = [] }: CohortBaseline): string {
  if (metric) {
    return selectionText({ metric, matchers });
  }
  return matchers.map(matcherText).join(', ') || '…';
}

function measureLabel(name: string): string {
  return measures.find((measure) => measure.name === name)?.label ?? name;
}

function percent(level: number): string {
  return String(Number((level * 100).toPrecision(4)));
}

function list(items: string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
