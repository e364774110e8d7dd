import type { CompleteQuestion } from './defaults';
import { isPlugIn } from './estimator';
import { isMass, measureOf } from './measure';
import type { Problem } from './problem';

type Asked = Pick<CompleteQuestion, 'measures' | 'estimator'>;

/** Whether any measure can have a band. Smoothed shares have none; of new and vanished mass there is nothing to smooth. */
export function canHaveBand({ measures, estimator }: Asked): boolean {
  return measures.some((name) => !measureOf(name)?.bandless && (!isPlugIn(estimator) || isMass(name)));
}

/** Whether any measure can have a noise floor. Without a change, new and vanished mass have none. */
export function canHaveFloor({ measures, estimator }: Asked): boolean {
  return !isPlugIn(estimator) && measures.some((name) => !measureOf(name)?.bandless && !isMass(name));
}

/** Finds what can't work in how sure the answer has to be. */
export function confidenceProblems({ confidence, minCount, threshold }: CompleteQuestion): Problem[] {
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
  return problems;
}
