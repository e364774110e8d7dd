import { AbstractLabelOperator, type AbstractQuery } from '@grafana/data';
import { newQuestion } from './defaults';
import type { HistodriftQuery, Matcher, MatcherOp } from './query';
import { sourceOf } from './source';

const NAME = '__name__';
const BUCKET = '_bucket';

const operators: Record<MatcherOp, AbstractLabelOperator> = {
  '=': AbstractLabelOperator.Equal,
  '!=': AbstractLabelOperator.NotEqual,
  '=~': AbstractLabelOperator.EqualRegEx,
  '!~': AbstractLabelOperator.NotEqualRegEx,
};

/** Makes a question of what another data source asked: of its metric and label matchers. */
export function fromAbstract({ refId, labelMatchers }: AbstractQuery): HistodriftQuery {
  const name = labelMatchers.find((matcher) => matcher.name === NAME && isEqual(matcher.operator))?.value ?? '';
  const matchers = labelMatchers
    // Which buckets there are is no matter of the question.
    .filter(({ name }) => name !== NAME && name !== 'le')
    .map(({ name: label, operator, value }): Matcher => ({ label, op: opOf(operator), value }));
  const metric = name.endsWith(BUCKET) ? name.slice(0, -BUCKET.length) : name;
  return { ...newQuestion, refId, current: { metric, ...(matchers.length > 0 && { matchers }) } };
}

/** What a question asks of its current side, for another data source. Of PromQL, nothing is known. */
export function toAbstract({ refId, current }: HistodriftQuery): AbstractQuery {
  const source = sourceOf(current);
  if (source === 'promql' || !current.metric) {
    return { refId, labelMatchers: [] };
  }
  const isClassic = source === 'histogram' && current.type !== 'native';
  const matchers = (current.matchers ?? []).map(({ label, op, value }) => ({
    name: label,
    operator: operators[op],
    value,
  }));
  const name = {
    name: NAME,
    operator: AbstractLabelOperator.Equal,
    value: `${current.metric}${isClassic ? BUCKET : ''}`,
  };
  return { refId, labelMatchers: [name, ...matchers] };
}

function isEqual(operator: AbstractLabelOperator): boolean {
  return operator === AbstractLabelOperator.Equal;
}

function opOf(operator: AbstractLabelOperator): MatcherOp {
  return (Object.keys(operators) as MatcherOp[]).find((op) => operators[op] === operator) ?? '=';
}
