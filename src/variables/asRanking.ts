import { fitted } from '../query/fitted';
import { migrate, versionProblems } from '../query/migrate';
import type { HistodriftQuery } from '../query/query';
import { GROUPS } from './query';

/** The ranking of a question's groups, one number for each. One of a version that nobody here knows stays as it is. */
export function asRanking(saved: HistodriftQuery): HistodriftQuery & { limit: number } {
  const query = migrate(saved);
  const { limit = GROUPS.default } = query;
  if (versionProblems(query).length > 0) {
    return { ...query, limit };
  }
  const question = { ...query, view: 'ranking' as const, limit };
  return { ...question, ...fitted(question), limit };
}
