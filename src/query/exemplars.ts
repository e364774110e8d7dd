import type { Exemplars } from './options';
import { type Problem, wholeProblem } from './problem';

/** Fewest and most bins that are searched: with all of them, exemplars tell nothing about the change. */
export const EXEMPLAR_BINS = { min: 1, max: 50 };

/** Fills in the blanks of exemplars. */
export function completeExemplars({ bins = 3 }: Exemplars = {}): Required<Exemplars> {
  return { bins };
}

/** Where the exemplars are from. */
export function exemplarsText({ bins }: Required<Exemplars>, what: string): string {
  return `Exemplars of the ${bins === 1 ? 'bin that adds' : `${bins} bins that add`} most to ${what}`;
}

/** Finds what can't work in exemplars. */
export function exemplarsProblems({ bins }: Required<Exemplars>): Problem[] {
  return wholeProblem('exemplars.bins', bins, EXEMPLAR_BINS);
}
