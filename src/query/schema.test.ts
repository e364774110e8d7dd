import { full, minimal } from '../testing/questions';
import { knownFields, schemaErrors } from '../testing/schema';
import { newQuestion, withDefaults } from './defaults';
import type { HistodriftQuery, Question } from './query';

const accepted: Array<[string, Partial<Question>]> = [
  ['minimal', {}],
  ['full', full],
  ['fixed', { baseline: { kind: 'fixed', from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' } }],
  ['every blank filled in', withDefaults(minimal)],
  ['a new query with its metric', { ...newQuestion, current: { metric: 'm' } }],
  ['the range as window', { window: '$__range', baseline: { kind: 'previous' } }],
];

test.each(accepted)('the query layer takes a question: %s', (_, question) => {
  expect(schemaErrors({ ...minimal, ...question })).toEqual([]);
});

test('both sides know the same fields', () => {
  expect(Object.keys(full).sort()).toEqual([...knownFields].sort());
});

test('the query layer refuses what it does not know', () => {
  expect(schemaErrors({ ...minimal, windw: '1h' } as HistodriftQuery)).not.toEqual([]);
});
