import type { CompleteQuestion } from './defaults';
import { isPlugIn } from './estimator';
import { canBeOrdered } from './joint';
import { list } from './list';
import { isMass, measureOf } from './measure';
import type { Parity, Verdict, Worse } from './options';
import { percent, toPercent } from './percent';
import { type Problem, labelsProblems, timeProblems } from './problem';
import { binsAre } from './source';
import { hasVariable } from './variable';

/** Which way is worse; the mean has no quantile. */
export type CompleteWorse = Required<Omit<Worse, 'quantile'>> & Pick<Worse, 'quantile'>;

/** A verdict whose blanks are filled in. Only what has no default may be missing. */
export interface CompleteVerdict {
  since?: string;
  worse?: CompleteWorse;
  parity?: Required<Parity>;
}

/** Fills in the blanks of a verdict. */
export function completeVerdict({ since, worse, parity }: Verdict = {}): CompleteVerdict {
  return {
    ...(since && { since }),
    ...(worse && { worse: completeWorse(worse) }),
    ...(parity && {
      parity: { ratio: parity.ratio ?? 0, tolerance: parity.tolerance ?? 0.2, labels: parity.labels ?? [] },
    }),
  };
}

function completeWorse({ statistic = 'mean', quantile, direction = 'up' }: Worse): CompleteWorse {
  const of = statistic === 'quantile' ? (quantile ?? 0.95) : quantile;
  return { statistic, direction, ...(of !== undefined && { quantile: of }) };
}

/** What fails, and what else is looked at, in sentences. */
export function verdictText({ worse, parity }: CompleteVerdict): string[] {
  return [...(worse ? [worseText(worse)] : []), ...(parity ? parityText(parity) : [])];
}

function worseText({ statistic, quantile = NaN, direction }: CompleteWorse): string {
  const what = statistic === 'mean' ? 'mean' : `${toOrdinal(quantile)} percentile`;
  return `Only a ${direction === 'up' ? 'higher' : 'lower'} ${what} fails.`;
}

/** 0.95 is the 95th. */
function toOrdinal(quantile: number): string {
  const n = toPercent(quantile);
  const tens = Math.floor(n / 10) % 10;
  const end = Number.isInteger(n) && tens !== 1 ? ['th', 'st', 'nd', 'rd'][n % 10] : undefined;
  return `${n}${end ?? 'th'}`;
}

function parityText({ ratio, tolerance, labels }: Required<Parity>): string[] {
  return [
    ...(ratio > 0 ? [`Traffic should be ${ratio} of the baseline’s, give or take ${percent(tolerance)}.`] : []),
    ...(labels.length > 0 ? [`The mix of ${list(labels)} should be the same.`] : []),
  ];
}

/** Whether a change can be for the worse: categories have no order. */
export function canBeWorse(question: Pick<CompleteQuestion, 'current' | 'joint'>): boolean {
  return canBeOrdered(question);
}

/** Finds what can't work in a verdict. */
export function verdictProblems({ since, worse, parity }: CompleteVerdict, question: CompleteQuestion): Problem[] {
  const { estimator, measures } = question;
  const [measure] = measures;
  return [
    ...(isPlugIn(estimator)
      ? [
          {
            field: 'estimator',
            message: 'A verdict follows from limits, which only the corrected estimator has: choose it.',
          },
        ]
      : []),
    ...(!measureOf(measure)?.bandless
      ? []
      : [
          {
            field: 'measures',
            message: `${measureOf(measure)?.label} has no limits, which a verdict follows from: use JS or KL.`,
          },
        ]),
    ...(since ? sinceProblems(since) : []),
    ...(worse ? worseProblems(worse, question) : []),
    ...(parity ? parityProblems(parity, question) : []),
  ];
}

function sinceProblems(since: string): Problem[] {
  const field = 'verdict.since';
  const problems = timeProblems(field, since, '');
  const year = new Date(since).getUTCFullYear();
  return problems.length > 0 || !(year < firstYear || year > lastYear)
    ? problems
    : [{ field, message: `${year} is not a year with metrics: give the time at which the rollout began.` }];
}

const [firstYear, lastYear] = [1970, 2200];

function worseProblems({ statistic, quantile, direction }: CompleteWorse, question: CompleteQuestion): Problem[] {
  if (binsAre(question.current) === 'categories') {
    return [
      {
        field: 'verdict.worse',
        message: 'Categories have no order, so none is worse than another: let any change fail.',
      },
    ];
  }
  return [
    ...unknown('verdict.worse.statistic', statistic, ['mean', 'quantile']),
    ...unknown('verdict.worse.direction', direction, ['up', 'down']),
    ...quantileProblems(statistic, quantile),
  ];
}

function unknown(field: string, value: string, known: string[]): Problem[] {
  return known.includes(value) || hasVariable(value)
    ? []
    : [{ field, message: `“${value}” is not known: use ${known.join(' or ')}.` }];
}

function quantileProblems(statistic: string, quantile?: number): Problem[] {
  const field = 'verdict.worse.quantile';
  if (statistic === 'mean') {
    return quantile === undefined ? [] : [{ field, message: 'Does not apply to the mean: remove it.' }];
  }
  return quantile === undefined || (quantile > 0 && quantile < 1)
    ? []
    : [{ field, message: 'Use a percentile between 0 and 100, such as 95.' }];
}

function parityProblems({ ratio, tolerance, labels }: Required<Parity>, question: CompleteQuestion): Problem[] {
  return [
    ...(isAmount(ratio)
      ? []
      : [{ field: 'verdict.parity.ratio', message: 'Use a number above 0, such as 0.05 for a canary of 5 %.' }]),
    ...(isAmount(tolerance)
      ? []
      : [{ field: 'verdict.parity.tolerance', message: 'Use a percentage above 0, such as 20 %.' }]),
    ...(ratio > 0 && !comparesTraffic(question)
      ? [
          {
            field: 'verdict.parity.ratio',
            message:
              'The windows of this baseline are of another length, so that the ratio says nothing: remove it, or compare with other series.',
          },
        ]
      : []),
    ...(labels.length > 0 ? mixProblems(question) : []),
    ...labelsProblems('verdict.parity.labels', labels, question),
  ];
}

/** Whether both sides count over equally long times, so that their numbers can be compared. */
function comparesTraffic({ baseline, window }: CompleteQuestion): boolean {
  switch (baseline.kind) {
    case 'cohort':
    case 'rest':
      return true;
    case 'previous':
      return baseline.window === window;
    default:
      return false;
  }
}

function mixProblems({ baseline, measures: [measure] }: CompleteQuestion): Problem[] {
  const field = 'verdict.parity.labels';
  if (baseline.kind === 'static') {
    return [{ field, message: 'Of what was written down no traffic is known: remove them.' }];
  }
  return measureOf(measure)?.needsOrder || isMass(measure)
    ? [
        {
          field,
          message: `${measureOf(measure)?.label} can’t compare how traffic is made up: use JS or KL, or remove them.`,
        },
      ]
    : [];
}

function isAmount(n: number): boolean {
  return n >= 0 && Number.isFinite(n);
}
