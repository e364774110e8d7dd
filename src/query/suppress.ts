import type { CompleteQuestion } from './defaults';
import { type Problem, wholeProblem } from './problem';
import type { View } from './query';

/** Fewest events that a bin may have to show. 0 hides nothing. */
export const SUPPRESS_BELOW = { min: 0, max: 1_000_000 };

/** Whether a view can hide bins of few events: single events, rare values and early counts can't be hidden. */
export function canSuppress(view: View): boolean {
  return view !== 'exemplars' && view !== 'explain' && view !== 'verdict';
}

/** Says which bins are hidden. */
export function suppressText({ suppressBelow }: CompleteQuestion): string {
  return suppressBelow > 1 ? `Bins of fewer than ${suppressBelow} events are not shown by themselves.` : '';
}

/** Finds what can't work in hiding bins. */
export function suppressProblems({ suppressBelow, view }: CompleteQuestion): Problem[] {
  const field = 'suppressBelow';
  return suppressBelow > 1 && !canSuppress(view)
    ? [{ field, message: `The view ${view} can’t hide bins of few events: remove it, or show the divergence.` }]
    : wholeProblem(field, suppressBelow, SUPPRESS_BELOW);
}
