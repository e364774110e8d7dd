import { impact } from './levels';
import { type Node, promql } from './nodes';

/**
 * What users feel: the share of requests that fail, as `errors`, and how much of it is `allowed`: a multiple of the same time
 * yesterday, but at least a floor. A group without a failed request has no `errors`, and so no impact; one without a
 * yesterday is held to the floor.
 */
export function failing(counter: string, by: string, matchers = ''): Node[] {
  const ratio = (offset = '') => {
    const rate = (selector: string) => `sum by (${by}) (rate(${counter}{${selector}}[${impact.window}]${offset}))`;
    const all = matchers;
    const failed = [matchers, 'code=~"5.."'].filter(Boolean).join(', ');
    return `${rate(failed)} / ${rate(all)}`;
  };
  const now = ratio();
  const yesterday = `${impact.factor} * (${ratio(' offset 1d')})`;
  return [promql('errors', now), promql('allowed', `clamp_min(${yesterday} or 0 * (${now}), ${impact.least})`)];
}

/** The same in words. */
export const felt = `more than ${100 * impact.least} % of requests fail, and ${impact.factor} times as many as yesterday`;
