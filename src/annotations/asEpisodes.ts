import { newQuestion } from '../query/defaults';
import { fitted } from '../query/fitted';
import { migrate, versionProblems } from '../query/migrate';
import type { HistodriftQuery } from '../query/query';

/** The threshold of annotations that give none: a change that is there, if a small one. */
export const DEFAULT_THRESHOLD = 0.05;

/** The episodes of a question, whatever view it had. One of a version that nobody here knows stays as it is. */
export function asEpisodes(saved: HistodriftQuery): HistodriftQuery {
  const query = migrate(saved);
  if (versionProblems(query).length > 0) {
    return query;
  }
  const { current = newQuestion.current, threshold = DEFAULT_THRESHOLD } = query;
  const question = { ...query, current, view: 'episodes' as const, threshold };
  return { ...question, ...fitted(question) };
}
