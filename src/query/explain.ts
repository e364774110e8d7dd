import type { CompleteQuestion } from './defaults';
import { list } from './list';
import type { Explain } from './options';
import { type Problem, labelsProblems, wholeProblem } from './problem';

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

/** Finds what can't work in an explanation. */
export function explainProblems({ maxValues, labels }: Required<Explain>, question: CompleteQuestion): Problem[] {
  const { measures, current } = question;
  const [measure] = measures;
  return [
    ...(measure === 'kl'
      ? []
      : [{ field: 'measures', message: 'Only KL has a chain rule, by which a change is split: use KL.' }]),
    ...wholeProblem('explain.maxValues', maxValues, MAX_VALUES),
    ...labelsProblems('explain.labels', labels, question),
    ...labels.flatMap((label, i) =>
      current.category?.includes(label)
        ? [{ field: `explain.labels[${i}]`, message: `The values of ${label} are the bins: remove it.` }]
        : []
    ),
  ];
}
