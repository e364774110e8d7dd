/** Options without those that were emptied; undefined where nothing is left, so that the query stays short. */
export function withoutBlanks<T extends object>(options: T): T | undefined {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return given.length > 0 ? (Object.fromEntries(given) as T) : undefined;
}
