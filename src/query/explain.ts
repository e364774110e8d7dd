import { baselineSelection } from './baseline';
import type { CompleteQuestion } from './defaults';
import { isPlugIn } from './estimator';
import { list } from './list';
import { equalMatchers } from './matcher';
import type { Explain } from './options';
import { type Problem, labelsProblems, wholeProblem } from './problem';
import type { Selection } from './query';

/** Fewest and most values of a label that an explanation tells apart. */
export const MAX_VALUES = { min: 2, max: 500 };

/** Fills in the blanks of an explanation. */
export function completeExplain({ labels = [], maxValues = 20 }: Explain = {}): Required<Explain> {
  return { labels, maxValues };
}

/** What is explained. */
export function explainText(labels: string[], what: string): string {
  return labels.length > 0
    ? `How far ${list(labels)} account${labels.length === 1 ? 's' : ''} for ${what}`
    : `Which labels account for ${what}`;
}

/** Most labels that may account for a change: each costs requests of its own. */
const MOST_LABELS = 20;

/** Finds what can't work in an explanation. */
export function explainProblems({ maxValues, labels }: Required<Explain>, question: CompleteQuestion): Problem[] {
  const { measures, estimator, baseline } = question;
  const one = (applies: boolean, field: string, message: string): Problem[] => (applies ? [{ field, message }] : []);
  return [
    ...one(measures[0] !== 'kl', 'measures', 'Only KL has a chain rule, by which a change is split: use KL.'),
    ...one(
      baseline.kind === 'static',
      'baseline.kind',
      'What was written down has no labels, by which a change could be explained: choose another baseline.'
    ),
    ...one(
      isPlugIn(estimator),
      'estimator',
      'The chain rule, by which a change is split, is exact for the corrected estimator only: choose it.'
    ),
    ...wholeProblem('explain.maxValues', maxValues, MAX_VALUES),
    ...one(
      labels.length > MOST_LABELS,
      'explain.labels',
      `More than ${MOST_LABELS}: name those that may be the reason.`
    ),
    ...labelsProblems('explain.labels', labels, question),
    ...labels.flatMap((label, i) => {
      const message = reasonAgainst(label, question);
      return message ? [{ field: `explain.labels[${i}]`, message }] : [];
    }),
  ];
}

/** Why a label can't account for a change: it has but one value, or one on each side. */
function reasonAgainst(label: string, { current, baseline }: CompleteQuestion): string | undefined {
  if (current.category?.includes(label)) {
    return `The values of ${label} are the bins: remove it.`;
  }
  const pins = (side: Selection) => side.matchers?.some((matcher) => matcher.label === label && matcher.op === '=');
  if (pins(current) && pins(baselineSelection(current, baseline))) {
    return `The matchers leave one value of ${label} on each side: remove it, or the matchers on it.`;
  }
  const own = baseline.kind === 'cohort' ? (baseline.matchers ?? []) : [];
  const differs = own.some((m) => m.label === label && !current.matchers?.some((of) => equalMatchers(of, m)));
  return differs
    ? `${label} tells the cohort from current, so that it can’t be told from the change: remove it.`
    : undefined;
}
