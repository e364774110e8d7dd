import { isPlugIn } from './estimator';
import { canBeOrdered } from './joint';
import { measureOf } from './measure';
import type { CompleteQuestion } from './defaults';
import type { Problem } from './problem';
import type { Statistic } from './query';
import { binsAre } from './source';
import { hasVariable } from './variable';
import { viewOrDefault } from './view';

/** A number that alert rules can see, as people read it. */
interface StatisticInfo {
  /** For menus. */
  label: string;
  description: string;
  /** What alert rules see, in a sentence. */
  seen: string;
}

/** The statistics of all views. */
export const statistics: Record<Statistic, StatisticInfo> = {
  estimate: { label: 'Estimate', description: 'What was measured', seen: 'the estimate' },
  lower: { label: 'Lower limit', description: 'What is certain', seen: 'the lower limit' },
  upper: { label: 'Upper limit', description: 'What is possible', seen: 'the upper limit' },
  aboveNormal: {
    label: 'Above normal',
    description: 'How far the estimate lies above the expected range',
    seen: 'how far it lies above normal',
  },
  samples: {
    label: 'Samples',
    description: 'How many samples the current window holds, for alert texts',
    seen: 'how many samples the current window holds',
  },
  contribution: {
    label: 'Contribution',
    description: 'What the first bin adds to the divergence',
    seen: 'what the first bin adds',
  },
  share: {
    label: 'Share',
    description: 'Of the divergence, what the first row accounts for',
    seen: 'the share of the first row',
  },
  from: {
    label: 'From',
    description: 'Lower bound of the bin that contributes most',
    seen: 'the lower bound of the first bin',
  },
  to: {
    label: 'To',
    description: 'Upper bound of the bin that contributes most',
    seen: 'the upper bound of the first bin',
  },
  attainment: {
    label: 'Attainment',
    description: 'Share of windows or groups within the threshold',
    seen: 'the share that is within',
  },
  budget: {
    label: 'Budget left',
    description: 'Share of the error budget that is left; below 0 where it is overspent',
    seen: 'the error budget that is left',
  },
  burnRate: {
    label: 'Burn rate',
    description: 'The lower of those over the long and the short window; at 1 the budget is used up by the end',
    seen: 'the burn rate',
  },
  verdict: { label: 'Verdict', description: '0 pass, 1 inconclusive, 2 fail', seen: 'the verdict' },
  needed: {
    label: 'Samples needed',
    description: 'How many more samples a verdict takes',
    seen: 'how many more samples it takes',
  },
};

type Asked = Pick<CompleteQuestion, 'measures' | 'estimator' | 'current'> & { joint?: string[] };

/** Whether alert rules can see a statistic of every measure. */
export function canAlertOn(statistic: Statistic, asked: Asked): boolean {
  switch (statistic) {
    case 'lower':
    case 'upper':
      return hasLimits(asked);
    case 'aboveNormal':
      return !isPlugIn(asked.estimator);
    case 'from':
    case 'to':
      // Categories have no bounds, and bins of several values none of one number.
      return canBeOrdered(asked);
    default:
      return true;
  }
}

function hasLimits({ measures, estimator }: Asked): boolean {
  return !isPlugIn(estimator) && !measures.some((name) => measureOf(name)?.bandless);
}

/** Says what alert rules see, where that is not the first that the view has. */
export function alertText({ alertOn, view }: CompleteQuestion): string {
  const isDefault = alertOn === viewOrDefault({ view }).statistics[0];
  const known = statistics[alertOn];
  return isDefault || !known ? '' : `Alert rules see ${known.seen}.`;
}

/** Finds what can't work in the number that alert rules see. */
export function alertProblems(question: CompleteQuestion): Problem[] {
  const message = alertProblem(question);
  return message ? [{ field: 'alertOn', message }] : [];
}

function alertProblem({
  alertOn,
  confidence,
  measures,
  estimator,
  view,
  current,
}: CompleteQuestion): string | undefined {
  if (!(alertOn in statistics)) {
    return hasVariable(alertOn) ? undefined : `“${alertOn}” is not a known statistic.`;
  }
  const { label, statistics: own } = viewOrDefault({ view });
  if (!own.includes(alertOn)) {
    const names = own.map((name) => statistics[name].label).join(', ');
    return `${statistics[alertOn].label} is not in the view ${label}, which has: ${names}.`;
  }
  if ((alertOn === 'from' || alertOn === 'to') && binsAre(current) === 'categories') {
    return 'Categories have no bounds: use the contribution or the share.';
  }
  if (alertOn !== 'aboveNormal' && alertOn !== 'lower' && alertOn !== 'upper') {
    return undefined;
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
