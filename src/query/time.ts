const short = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?)?Z?$/;

/** Completes a time that was typed in short, such as 2026-11-01 or 2026-11-01 08:00, to RFC 3339 in UTC. */
export function toRFC3339(text: string): string {
  const match = short.exec(text);
  return match ? `${match[1]}T${match[2] ?? '00:00'}${match[3] ?? ':00'}Z` : text;
}
