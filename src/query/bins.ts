import type { CompleteQuestion } from './defaults';
import type { Problem } from './problem';
import type { BinsKind, Selection, View } from './query';
import { binsAre } from './source';

/** Fewest and most bins. */
export const BIN_COUNT = { min: 2, max: 500 };

const kinds: BinsKind[] = ['stored', 'quantiles', 'equalWidth', 'top'];

/** Whether bins can be joined in this way. */
export function canJoin(kind: BinsKind, current: Selection): boolean {
  switch (binsAre(current)) {
    case 'numbers':
      return kind !== 'top';
    case 'categories':
      return kind === 'stored' || kind === 'top';
    default:
      return true;
  }
}

/** Whether a view applies: only bins in an order can be joined to half and quarter resolution. */
export function canShow(view: View, current: Selection): boolean {
  return view === 'divergence' || binsAre(current) !== 'categories';
}

/** Finds what can't work in the bins, and in the view of them. */
export function binsProblems({ bins, current, view }: CompleteQuestion): Problem[] {
  const problems: Problem[] = [];
  if (!kinds.includes(bins.kind)) {
    problems.push({ field: 'bins.kind', message: `“${bins.kind}” is not a known kind of bins.` });
  } else if (!canJoin(bins.kind, current)) {
    const message =
      bins.kind === 'top'
        ? 'Only categories have a top: use quantiles, or bins as stored.'
        : 'Categories have no order: use the top categories, or bins as stored.';
    problems.push({ field: 'bins.kind', message });
  }
  if ('count' in bins && !isCount(bins.count, BIN_COUNT.min, BIN_COUNT.max)) {
    const message = `Use a whole number from ${BIN_COUNT.min} to ${BIN_COUNT.max}.`;
    problems.push({ field: 'bins.count', message });
  }
  if (!canShow(view, current) || (view === 'sensitivity' && bins.kind === 'top')) {
    problems.push({ field: 'view', message: 'Categories have no coarser bins: show the divergence.' });
  }
  return problems;
}

/** Whether a number is whole and within its limits. */
export function isCount(count: number, min: number, max: number): boolean {
  return Number.isInteger(count) && count >= min && count <= max;
}
