import { ofViews, minimal } from '../testing/questions';
import { schemaErrors } from '../testing/schema';
import { Aside } from './aside';
import type { HistodriftQuery, Question, View } from './query';
import { views } from './view';

/** A person who looks at one thing after the other, and may choose something in between. */
class Person {
  private readonly aside = new Aside();
  constructor(public query: HistodriftQuery) {}

  show = (view: View) => this.fit({ view });
  take = (current: Question['current']) => this.fit({ current });
  set = (patch: Partial<Question>) => (this.query = clean({ ...this.query, ...patch }));

  private fit(patch: Partial<Question>) {
    this.query = clean({ ...this.query, ...this.aside.fit(this.query, patch) });
  }
}

const clean = (query: HistodriftQuery): HistodriftQuery => JSON.parse(JSON.stringify(query));
const names = views.map(({ name }) => name);
const categories = { metric: 'orders_total', category: ['country'] };

describe('looking around loses nothing', () => {
  test.each(names.flatMap((from) => names.map((to) => [from, to] as const)))('from %s to %s and back', (from, to) => {
    const start = { ...ofViews[from], view: from };
    const person = new Person(start);
    person.show(to);
    expect(schemaErrors({ ...person.query, threshold: 0.1 })).toEqual([]);
    person.show(from);
    expect(person.query).toEqual(start);
  });

  test.each(names)('from %s through all views and sources', (from) => {
    const start = { ...ofViews[from], view: from, bins: { kind: 'quantiles' as const } };
    const person = new Person(start);
    for (const view of [...names, ...[...names].reverse()]) {
      person.show(view);
      person.take(categories);
      expect(schemaErrors({ ...person.query, threshold: 0.1 })).toEqual([]);
      person.take(start.current);
    }
    person.show(from);
    expect(person.query).toEqual(start);
  });
});

test('a view has what it had when it was last shown', () => {
  const person = new Person({ ...minimal, alertOn: 'lower' });
  person.show('slo');
  expect(person.query.alertOn).toBeUndefined();
  person.set({ alertOn: 'budget', instant: true, slo: { target: 0.9 } });
  person.show('divergence');
  expect(person.query).toEqual({ ...minimal, view: 'divergence', alertOn: 'lower' });
  person.show('slo');
  expect(person.query).toEqual({ ...minimal, view: 'slo', alertOn: 'budget', instant: true, slo: { target: 0.9 } });
});

test('the form goes along to a view that was not shown yet, as far as it applies', () => {
  const person = new Person({ ...ofViews.ranking, format: 'numeric' });
  person.show('explain');
  expect(person.query).toMatchObject({ format: 'numeric', limit: 20 });
  expect(person.query).not.toHaveProperty('alertOn');
});

test('the expected range and wider windows come back, whatever else says how sure the answer is', () => {
  const start: HistodriftQuery = { ...minimal, widenTo: '6h', confidence: { level: 0.9, expectedRange: true } };
  const person = new Person(start);
  person.show('slo');
  expect(person.query).not.toHaveProperty('widenTo');
  expect(person.query.confidence).toEqual({ level: 0.9 });
  person.set({ confidence: { level: 0.99 } });
  person.show('ranking');
  expect(person.query).toMatchObject({ widenTo: '6h', confidence: { level: 0.99 } });
  person.show('divergence');
  expect(person.query.confidence).toEqual({ level: 0.99, expectedRange: true });
});

test('windows as long as the range are for other views than an objective', () => {
  const person = new Person({ ...minimal, window: '$__range', baseline: { kind: 'previous' } });
  person.show('slo');
  expect(person.query).not.toHaveProperty('window');
  person.show('verdict');
  expect(person.query.window).toBe('$__range');
});

test('what was chosen in between stays', () => {
  const person = new Person({ ...minimal, measures: ['kl', 'js'] });
  person.show('verdict');
  expect(person.query.measures).toEqual(['kl']);
  person.set({ measures: ['tv'] });
  person.show('divergence');
  expect(person.query.measures).toEqual(['tv']);
});

test('the measure of a view is the first that it can show', () => {
  const person = new Person({ ...minimal, measures: ['entropy', 'js', 'kl'] });
  person.show('verdict');
  expect(person.query.measures).toEqual(['js']);
  person.show('explain');
  expect(person.query.measures).toEqual(['kl']);
  person.show('exemplars');
  expect(person.query.measures).toEqual(['js']);
  person.show('slo');
  expect(person.query.measures).toEqual(['entropy']);
});

test('a verdict has the estimator with limits, and the other comes back with its amount', () => {
  const start: HistodriftQuery = { ...minimal, estimator: 'laplace', smoothing: 2 };
  const person = new Person(start);
  person.show('verdict');
  expect(person.query).not.toHaveProperty('estimator');
  expect(person.query).not.toHaveProperty('smoothing');
  person.show('divergence');
  expect(person.query).toEqual({ ...start, view: 'divergence' });
});

test('a view that a source does not have comes back with the source', () => {
  const person = new Person(ofViews.exemplars);
  person.take(categories);
  expect(person.query).not.toHaveProperty('view');
  expect(person.query).not.toHaveProperty('exemplars');
  person.take(minimal.current);
  expect(person.query).toEqual(ofViews.exemplars);
});

test('a view that was chosen for another source stays', () => {
  const person = new Person(ofViews.exemplars);
  person.take(categories);
  person.show('ranking');
  person.take(minimal.current);
  expect(person.query.view).toBe('ranking');
});

test('a question that was undone or replaced meanwhile gets nothing of the one before', () => {
  const aside = new Aside();
  aside.fit({ ...minimal, measures: ['kl', 'js'] }, { view: 'slo' });
  const other: Question = { ...minimal, view: 'slo', measures: ['tv'] };
  expect(aside.fit(other, { view: 'divergence' })).toMatchObject({ measures: ['tv'], slo: undefined });
});

test('a question does not change by being fitted', () => {
  const frozen = JSON.stringify(ofViews.verdict);
  new Aside().fit(ofViews.verdict, { view: 'slo' });
  expect(JSON.stringify(ofViews.verdict)).toBe(frozen);
});
