import type { Ranking } from './options';
import { percent } from './percent';
import { type Problem, shareProblem } from './problem';

/** Fills in the blanks of a ranking. */
export function completeRanking({ falseDiscovery = 0.05 }: Ranking = {}): Required<Ranking> {
  return { falseDiscovery };
}

/** What is marked, in a sentence. */
export function rankingText({ falseDiscovery }: Required<Ranking>): string {
  return `Of the groups marked as changed, ${percent(falseDiscovery)} may be false alarms.`;
}

/** Finds what can't work in a ranking. */
export function rankingProblems({ falseDiscovery }: Required<Ranking>): Problem[] {
  return shareProblem('ranking.falseDiscovery', falseDiscovery, 'Use a share between 0 and 100 %, such as 5 %.');
}
