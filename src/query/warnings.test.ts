import { minimal } from '../testing/questions';
import { withDefaults } from './defaults';
import type { Question } from './query';
import { warningsOf } from './warnings';

const fields = (question: Partial<Question>, scrapeInterval = '15s', range?: { from: Date; to: Date }) =>
  warningsOf(withDefaults({ ...minimal, ...question }), { scrapeInterval, range }).map(({ field }) => field);

const fixed = (from: string, to: string): Partial<Question> => ({ baseline: { kind: 'fixed', from, to } });

test.each<[string, Partial<Question>, string, string[]]>([
  ['a window of just four scrapes', { window: '1m' }, '15s', []],
  ['a window of fewer', { window: '59s' }, '15s', ['window']],
  ['a window of four by the query', { window: '59s', scrapeInterval: '10s' }, '15s', []],
  ['a window of fewer by the query', { window: '5m', scrapeInterval: '2m' }, '15s', ['window']],
  ['a baseline of fewer', { baseline: { kind: 'previous', window: '30s' } }, '15s', ['baseline.window']],
  ['a fixed baseline of fewer', fixed('2026-11-01T00:00:00Z', '2026-11-01T00:00:30Z'), '15s', ['baseline.to']],
  ['a fixed baseline that is not finished', fixed('', ''), '15s', []],
  ['the range', { window: '$__range' }, '15s', []],
  ['a scrape interval that is none', { window: '10s' }, 'often', []],
])('%s', (_, question, scrapeInterval, expected) => {
  expect(fields(question, scrapeInterval)).toEqual(expected);
});

test('what is missing is written in the largest unit that holds it', () => {
  const [{ message }] = warningsOf(withDefaults({ window: '1m' }), { scrapeInterval: '30m' });
  expect(message).toContain('use 2h or more');
  const [other] = warningsOf(withDefaults({ window: '1m' }), { scrapeInterval: '20s' });
  expect(other.message).toContain('use 80s or more');
});

describe('a fixed baseline until midnight, and windows of an hour', () => {
  const until = fixed('2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z');
  const shown = (from: string, to: string, question = until) =>
    fields(question, '15s', { from: new Date(from), to: new Date(to) });

  test.each([
    ['2026-11-08T01:00:00Z', '2026-11-09T00:00:00Z', []],
    ['2026-11-08T00:59:59Z', '2026-11-09T00:00:00Z', ['baseline.to']],
    ['2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z', []],
    ['2026-10-01T00:00:00Z', '2026-11-01T00:00:01Z', ['baseline.to']],
  ])('shown from %s to %s', (from, to, expected) => {
    expect(shown(from, to)).toEqual(expected);
  });

  test('only the end matters to a single value', () => {
    expect(shown('2026-11-07T00:00:00Z', '2026-11-08T01:00:00Z', { ...until, instant: true })).toEqual([]);
    expect(shown('2026-11-07T00:00:00Z', '2026-11-08T00:30:00Z', { ...until, view: 'ranking' })).toEqual([
      'baseline.to',
    ]);
  });
});
