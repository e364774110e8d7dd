import type { CompleteQuestion } from './defaults';
import { isPlugIn } from './estimator';
import { isMass, measureOf } from './measure';
import type { Problem } from './problem';
import type { Statistic } from './query';
import { hasVariable } from './variable';

const statistics: Statistic[] = ['estimate', 'lower', 'upper', 'aboveNormal'];

type Asked = Pick<CompleteQuestion, 'measures' | 'estimator'>;

/** Whether any measure can have a band. Smoothed shares have none; of new and vanished mass there is nothing to smooth. */
export function canHaveBand({ measures, estimator }: Asked): boolean {
  return measures.some((name) => !measureOf(name)?.bandless && (!isPlugIn(estimator) || isMass(name)));
}

/** Whether any measure can have a noise floor. Without a change, new and vanished mass have none. */
export function canHaveFloor({ measures, estimator }: Asked): boolean {
  return !isPlugIn(estimator) && measures.some((name) => !measureOf(name)?.bandless && !isMass(name));
}

/** Whether alert rules can see a statistic of every measure. */
export function canAlertOn(statistic: Statistic, { measures, estimator }: Asked): boolean {
  if (statistic === 'estimate') {
    return true;
  }
  const isLimit = statistic !== 'aboveNormal';
  return !isPlugIn(estimator) && !(isLimit && measures.some((name) => measureOf(name)?.bandless));
}

/** Finds what can't work in how sure the answer has to be. */
export function confidenceProblems(question: CompleteQuestion): Problem[] {
  const { confidence, minCount, threshold } = question;
  const problems: Problem[] = [];
  if (!(confidence.level >= 0.8 && confidence.level <= 0.999)) {
    problems.push({ field: 'confidence.level', message: 'Use a level from 80 % to 99.9 %.' });
  }
  if (!(minCount >= 0)) {
    problems.push({ field: 'minCount', message: 'Use 0 or more.' });
  }
  if (threshold !== undefined && !(threshold >= 0)) {
    problems.push({ field: 'threshold', message: 'A divergence is never below 0: use 0 or more.' });
  }
  const message = alertProblem(question);
  return message ? [...problems, { field: 'alertOn', message }] : problems;
}

function alertProblem({ alertOn, confidence, measures, estimator }: CompleteQuestion): string | undefined {
  if (alertOn === 'estimate') {
    return undefined;
  }
  if (!statistics.includes(alertOn)) {
    return hasVariable(alertOn) ? undefined : `“${alertOn}” is not a known statistic.`;
  }
  if (isPlugIn(estimator)) {
    return 'Only the corrected estimator has a band and a normal range: choose it, or alert on the estimate.';
  }
  if (alertOn === 'aboveNormal') {
    return undefined;
  }
  const without = measures.map(measureOf).find((measure) => measure?.bandless);
  if (without) {
    return `${without.label} has no ${alertOn} limit: use the estimate, or another measure.`;
  }
  return confidence.band ? undefined : `The ${alertOn} limit needs the band: switch it on, or use the estimate.`;
}
