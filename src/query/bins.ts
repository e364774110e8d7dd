import type { CompleteQuestion } from './defaults';
import { isJoint } from './joint';
import { type Problem, wholeProblem } from './problem';
import type { BinsKind, Selection } from './query';
import { binsAre } from './source';

/** Fewest and most bins. */
export const BIN_COUNT = { min: 2, max: 500 };

const kinds: BinsKind[] = ['stored', 'quantiles', 'equalWidth', 'top'];

/** Whether bins can be joined in this way. */
export function canJoin(kind: BinsKind, { current, joint }: { current: Selection; joint?: string[] }): boolean {
  switch (binsAre(current)) {
    case 'numbers':
      return kind !== 'top' || isJoint({ joint });
    case 'categories':
      return kind === 'stored' || kind === 'top';
    default:
      return true;
  }
}

/** Finds what can't work in the bins. */
export function binsProblems(question: CompleteQuestion): Problem[] {
  const { bins } = question;
  const problems: Problem[] = [];
  if (!kinds.includes(bins.kind)) {
    problems.push({ field: 'bins.kind', message: `“${bins.kind}” is not a known kind of bins.` });
  } else if (!canJoin(bins.kind, question)) {
    const message =
      bins.kind === 'top'
        ? 'Only categories have a top: use quantiles, or bins as stored.'
        : 'Categories have no order: use the top categories, or bins as stored.';
    problems.push({ field: 'bins.kind', message });
  }
  return 'count' in bins ? [...problems, ...wholeProblem('bins.count', bins.count, BIN_COUNT)] : problems;
}
