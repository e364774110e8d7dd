import { baselineText, leftOutText, span } from './baselineText';
import { canHaveBand } from './confidence';
import { type CompleteQuestion, withDefaults } from './defaults';
import { inWords } from './duration';
import { estimatorText } from './estimator';
import { list } from './list';
import { areInUnit } from './measure';
import { percent } from './percent';
import type { Question } from './query';
import { replicatesText } from './replicates';
import { alertText } from './statistic';
import { formTexts, optionTexts, subject } from './subject';
import { suppressText } from './suppress';
import { RANGE } from './variable';

/** Says what a question asks: in one sentence, and one for each choice that is out of the ordinary. */
export function describe(question: Partial<Question>): string {
  const q = withDefaults(question);
  const groups = q.groupBy.length > 0 ? `, per ${list(q.groupBy)}` : '';
  const wider = q.widenTo ? ` or, where samples are few, up to ${inWords(q.widenTo)}` : '';
  const against = `${baselineText(q.baseline, q.window)}${leftOutText(q.baseline)}`;
  const unit = q.view !== 'distributions' && areInUnit(q.measures) ? `, in ${q.unit}` : '';
  const band =
    q.confidence.band && canHaveBand(q) ? `${unit ? '' : ','} with a ${percent(q.confidence.level)} band` : '';
  const more = [
    ...optionTexts(q),
    ...formTexts(q),
    estimatorText(q),
    suppressText(q),
    replicatesText(q.replicates),
    alertText(q),
  ];
  const sentence = `${subject(q)}${groups}: ${currentText(q)}${wider} against ${against}${unit}${band}.`;
  return [sentence, ...more].filter(Boolean).join(' ');
}

function currentText({ view, verdict, window, instant }: CompleteQuestion): string {
  if (view === 'verdict') {
    return `all since ${verdict?.since ?? 'the start of the range'}`;
  }
  if (window === RANGE) {
    return 'the panel’s range';
  }
  return instant ? `the last ${span(window)} of the range` : `each ${span(window)}`;
}
