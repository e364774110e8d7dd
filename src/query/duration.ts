/** Seconds in the units of PromQL, longest first, as they have to be written. */
const units = { y: 31_536_000, w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1, ms: 0.001 };

const names = { y: 'year', w: 'week', d: 'day', h: 'hour', m: 'minute', s: 'second', ms: 'millisecond' };

type UnitName = keyof typeof units;

const pattern = /^(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/;

/** Splits a PromQL duration into amounts and units; undefined where it is none. */
function parse(text: string): Array<[number, UnitName]> | undefined {
  const match = text === '' ? null : pattern.exec(text);
  return match
    ?.slice(1)
    .filter((part) => part !== undefined)
    .map((part) => [parseInt(part, 10), part.replace(/^\d+/, '') as UnitName]);
}

/** Length of a PromQL duration like 5m, 1h30m or 7d; undefined where the text is none. */
export function toSeconds(text: string): number | undefined {
  return parse(text)?.reduce((sum, [amount, unit]) => sum + amount * units[unit], 0);
}

/** Says a duration in words: 1h30m is "1 hour 30 minutes". What is no duration is returned as it is. */
export function inWords(text: string): string {
  const parts = parse(text);
  return parts?.map(([amount, unit]) => `${amount} ${names[unit]}${amount === 1 ? '' : 's'}`).join(' ') ?? text;
}

/** The longer of two durations. One that is none, such as a variable, loses. */
export function longer(a: string, b: string): string {
  return (toSeconds(b) ?? 0) > (toSeconds(a) ?? Infinity) ? b : a;
}

/** The shorter of two durations. One that is none, such as a variable, loses. */
export function shorter(a: string, b: string): string {
  return (toSeconds(b) ?? Infinity) < (toSeconds(a) ?? 0) ? b : a;
}
