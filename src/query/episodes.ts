import { inWords } from './duration';
import type { Episodes } from './options';
import { percent } from './percent';
import { type Problem, fixedDurationProblems } from './problem';

/** Episodes whose blanks are filled in. Only what has no default may be missing. */
export type CompleteEpisodes = Required<Pick<Episodes, 'leave'>> & Omit<Episodes, 'leave'>;

/** Fills in the blanks of episodes. */
export function completeEpisodes({ leave = 0.5, gap, least }: Episodes = {}): CompleteEpisodes {
  return { leave, ...(gap && { gap }), ...(least && { least }) };
}

/** When an episode ends and which of them count, in a sentence. */
export function episodesText({ leave, gap, least }: CompleteEpisodes): string {
  const joined = gap ? `; those at most ${inWords(gap)} apart are one` : '';
  const counted = least ? `; those shorter than ${inWords(least)} do not count` : '';
  return `An episode ends below ${percent(leave)} of the threshold${joined}${counted}.`;
}

/** Finds what can't work in episodes. */
export function episodesProblems({ leave, gap, least }: CompleteEpisodes): Problem[] {
  return [
    ...(leave > 0 && leave <= 1
      ? []
      : [{ field: 'episodes.leave', message: 'Use a part of the threshold, above 0 and up to 100 %, such as 50 %.' }]),
    ...(gap ? fixedDurationProblems('episodes.gap', gap, '30m') : []),
    ...(least ? fixedDurationProblems('episodes.least', least, '30m') : []),
  ];
}
