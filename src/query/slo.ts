import { inWords, toSeconds } from './duration';
import type { SLO } from './options';
import { percent } from './percent';
import { type Problem, fixedDurationProblems, shareProblem } from './problem';
import { hasVariable } from './variable';

/** Fills in the blanks of an objective. */
export function completeSLO(slo: SLO = {}): Required<SLO> {
  const { target = 0.95, over = 'windows', period, long, short } = slo;
  return { target, over, period: period || '30d', long: long || '1d', short: short || '2h' };
}

/** The objective in a sentence. */
export function sloText({ target, period, long, short }: Required<SLO>): string {
  const [whole, slow, fast] = [period, long, short].map(inWords);
  return `Objective: ${percent(target)} over ${whole}, with burn rates over ${slow} and ${fast}.`;
}

/** Finds what can't work in an objective. */
export function sloProblems({ target, over, period, long, short }: Required<SLO>): Problem[] {
  const problems = [
    ...(over === 'windows' || over === 'groups' || hasVariable(over)
      ? []
      : [{ field: 'slo.over', message: `“${over}” is not known: count windows or groups.` }]),
    ...shareProblem('slo.target', target, 'Use a share between 0 and 100 %, such as 95 %.'),
    ...fixedDurationProblems('slo.period', period, '7d or 30d'),
    ...fixedDurationProblems('slo.long', long, '6h or 1d'),
    ...fixedDurationProblems('slo.short', short, '30m or 2h'),
  ];
  return problems.length > 0 ? problems : orderProblems(period, long, short);
}

function orderProblems(period: string, long: string, short: string): Problem[] {
  return [...longer('slo.long', long, period, 'the period'), ...longer('slo.short', short, long, 'the long window')];
}

function longer(field: string, text: string, limit: string, name: string): Problem[] {
  const [length, most] = [toSeconds(text), toSeconds(limit)];
  return length !== undefined && most !== undefined && length > most
    ? [{ field, message: `Longer than ${name} of ${inWords(limit)}: use ${limit} or less.` }]
    : [];
}
