import type { CompleteQuestion } from './defaults';
import { inWords, longer, shorter, toSeconds } from './duration';
import type { SLO } from './options';
import { percent } from './percent';
import { type Problem, fixedDurationProblems, shareProblem } from './problem';
import { RANGE, hasVariable } from './variable';

/** Fills in the blanks of an objective: its times hold at least one window, and fit into each other. */
export function completeSLO(slo: SLO = {}, window: string): Required<SLO> {
  const { target = 0.95, over = 'windows' } = slo;
  const period = slo.period || longer('30d', window);
  const long = slo.long || longer(shorter('1d', period), window);
  const short = slo.short || longer(shorter('2h', long), window);
  return { target, over, period, long, short };
}

/** The objective in a sentence. */
export function sloText({ target, period, long, short }: Required<SLO>): string {
  const [whole, slow, fast] = [period, long, short].map(inWords);
  return `Objective: ${percent(target)} over ${whole}, with burn rates over ${slow} and ${fast}.`;
}

/** Finds what can't work in an objective. */
export function sloProblems({ target, over, ...times }: Required<SLO>, { window }: CompleteQuestion): Problem[] {
  const problems = [
    ...(over === 'windows' || over === 'groups' || hasVariable(over)
      ? []
      : [{ field: 'slo.over', message: `“${over}” is not known: count windows or groups.` }]),
    ...shareProblem('slo.target', target, 'Use a share between 0 and 100 %, such as 95 %.'),
    ...fixedDurationProblems('slo.period', times.period, '7d or 30d'),
    ...fixedDurationProblems('slo.long', times.long, '6h or 1d'),
    ...fixedDurationProblems('slo.short', times.short, '30m or 2h'),
  ];
  return problems.length > 0 ? problems : [...windowProblems(times, window), ...orderProblems(times)];
}

type Times = Pick<Required<SLO>, 'period' | 'long' | 'short'>;

/** Each time has to hold a window that counts, and panels and rules have to count the same ones. */
function windowProblems(times: Times, window: string): Problem[] {
  if (window === RANGE) {
    const message =
      'An objective counts the same windows for every panel and rule, and the range is not the same: write it like 1h.';
    return [{ field: 'window', message }];
  }
  return (['period', 'long', 'short'] as const).flatMap((name) => {
    const [length, least] = [toSeconds(times[name]), toSeconds(window)];
    const message = `Shorter than the window of ${inWords(window)}, of which it counts whole ones: use ${window} or more, or a shorter window.`;
    return length !== undefined && least !== undefined && length < least ? [{ field: `slo.${name}`, message }] : [];
  });
}

function orderProblems({ period, long, short }: Times): Problem[] {
  return [...tooLong('slo.long', long, period, 'the period'), ...tooLong('slo.short', short, long, 'the long window')];
}

function tooLong(field: string, text: string, limit: string, name: string): Problem[] {
  const [length, most] = [toSeconds(text), toSeconds(limit)];
  return length !== undefined && most !== undefined && length > most
    ? [{ field, message: `Longer than ${name} of ${inWords(limit)}: use ${limit} or less.` }]
    : [];
}
