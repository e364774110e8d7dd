import type { Problem } from './problem';
import { type HistodriftQuery, VERSION } from './query';

/** A query as it was saved, of whatever version. */
export type Saved = Record<string, unknown>;

/** Turns a query of one version into the next. It must not change what it gets. */
export type Step = (saved: Saved) => Saved;

/**
 * The steps from each version to the next: the first goes from 1 to 2. pkg/request/migrate.go has the same, and both read
 * the same examples, in pkg/request/testdata/saved.
 */
const steps: Step[] = [];

/**
 * Brings a saved query up to date. One without a version is of version 1. A query that is already current, or whose
 * version nobody here knows, is returned as it is: what is not understood must not be changed.
 */
export function migrate(saved: unknown, through: Step[] = steps): HistodriftQuery {
  const query = (isObject(saved) ? saved : {}) as Saved;
  const from = versionOf(query);
  const newest = through.length + 1;
  if (from === undefined || from > newest || query.version === newest) {
    return query as unknown as HistodriftQuery;
  }
  const current = through.slice(from - 1).reduce((older, step) => step(older), query);
  return { ...current, version: newest } as unknown as HistodriftQuery;
}

/** The version of a saved query; undefined where what is there is none. */
function versionOf(query: Saved): number | undefined {
  const version = query.version ?? 1;
  return typeof version === 'number' && Number.isInteger(version) && version >= 1 ? version : undefined;
}

/** Finds a version that this plugin does not know. */
export function versionProblems(query: { version?: unknown }): Problem[] {
  const version = query.version ?? VERSION;
  if (version === VERSION) {
    return [];
  }
  const isNewer = typeof version === 'number' && version > VERSION;
  const message = isNewer
    ? `This query is of version ${version}, and this plugin knows versions up to ${VERSION}: update the plugin. Until then the query stays as it is.`
    : `“${version}” is not a version of the query: use ${VERSION}, or leave it out.`;
  return [{ field: 'version', message }];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
