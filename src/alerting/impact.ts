import { impact } from './levels';
import { type Node, promql } from './nodes';

/**
 * What users feel: the share of requests that fail, as `errors`, and how much of it is `allowed`: a multiple of the same time
 * yesterday, but at least a floor. A group without a failed request has no `errors`, and so no impact, as has one with too few
 * requests to tell; one without a yesterday is held to the floor.
 */
export function failing(counter: string, by: string, matchers = ''): Node[] {
  const failed = [matchers, 'code=~"5.."'].filter(Boolean).join(', ');
  const sum = (of: string, selector: string, range: string) =>
    `sum by (${by}) (${of}(${counter}{${selector}}${range}))`;
  const share = (range: string) => `${sum('rate', failed, range)} / ${sum('rate', matchers, range)}`;
  const now = share(`[${impact.window}]`);
  const enough = `${sum('increase', matchers, `[${impact.window}]`)} >= ${impact.requests}`;
  const yesterday = `${impact.factor} * ${share(`[${impact.usual}] offset 1d`)}`;
  return [
    promql('errors', `(${now}) and ${enough}`),
    promql('allowed', `clamp_min(${yesterday} or 0 * ${now}, ${impact.least})`),
  ];
}

/** The same in words. */
export const felt = `more than ${100 * impact.least} % of requests fail, and ${impact.factor} times as many as yesterday`;
