import type { Question } from '../query/query';

import { recovers } from './levels';
import { type Node, above, ask, math } from './nodes';

type Subject = Omit<Question, 'version'> & { groupBy: string[] };

/** The level is part of the question, so that it warns where it lies under the noise floor. */
export function certain(subject: Subject, level: number): Node[] {
  return [...numbers(subject, level), above('fires', 'lower', level, level * recovers)];
}

/**
 * Certain, and felt by users: the lower limit in levels, counted only where there are more errors than are allowed. What
 * a rule with hysteresis compares has to be one number.
 */
export function certainAndFelt(subject: Subject, level: number, impact: Node[]): Node[] {
  return [
    ...numbers(subject, level),
    ...impact,
    math('urgency', `$lower / ${level} * ($errors > $allowed)`),
    above('fires', 'urgency', 1, recovers),
  ];
}

/** The limit that decides, and what texts tell beside it: the estimate, the samples and the bin that moved most. */
function numbers(subject: Subject, threshold: number): Node[] {
  const question: Subject = { ...subject, instant: true, threshold };
  return [
    ask('lower', { ...question, alertOn: 'lower' }),
    ask('estimate', { ...question, alertOn: 'estimate' }),
    ask('upper', { ...question, alertOn: 'upper' }),
    ask('samples', { ...question, alertOn: 'samples' }),
    ...bin(subject),
  ];
}

/** The bin that contributes most: up to where it reaches, of buckets, and its share. */
function bin({ current, baseline, groupBy, window, scrapeInterval, joint, measures }: Subject): Node[] {
  const question: Subject = {
    current,
    baseline,
    groupBy,
    window,
    measures,
    ...(scrapeInterval && { scrapeInterval }),
    ...(joint && { joint }),
    view: 'contributions',
    format: 'numeric',
  };
  const ordered = !current.category && !joint;
  return [
    ask('share', { ...question, alertOn: 'share' }),
    ...(ordered ? [ask('from', { ...question, alertOn: 'from' }), ask('to', { ...question, alertOn: 'to' })] : []),
  ];
}
