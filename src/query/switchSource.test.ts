import { Aside } from './aside';
import type { Baseline, MeasureName, Question } from './query';
import { type Source } from './source';
import { SourceMemory } from './switchSource';
import { validate } from './validate';

const job = { label: 'job', op: '=' as const, value: 'api' };
const stable = { label: 'version', op: '=' as const, value: 'stable' };
const bucketsOf = (selector: string) => `sum by (le, service) (increase(m_bucket{${selector}}[$__window]))`;

const histogram: Question = {
  version: 1,
  current: { metric: 'm', type: 'classic', matchers: [job] },
  groupBy: ['service'],
  baseline: { kind: 'cohort', matchers: [stable], mute: 'up' },
  bins: { kind: 'quantiles' },
  view: 'sensitivity',
};

/** What changes in a question that goes to another source, in an editor that was opened just now. */
function switched(to: Source, question: Question, memory = new SourceMemory(), aside = new Aside()): Partial<Question> {
  return aside.fit(question, memory.switch(to, question));
}

test('a histogram in code starts as what it stands for, on both sides, and comes back as it was', () => {
  const memory = new SourceMemory();
  const code = { ...histogram, ...memory.switch('promql', histogram) };
  expect(code).toEqual({
    ...histogram,
    current: { expr: bucketsOf('job="api"') },
    baseline: { kind: 'cohort', expr: bucketsOf('job="api", version="stable"'), mute: 'up' },
  });
  expect(validate(code)).toEqual([]);
  expect({ ...code, ...memory.switch('histogram', code) }).toEqual(histogram);
});

test('code that was changed is there again, unless the builder asks something else since', () => {
  const memory = new SourceMemory();
  const code = { ...histogram, ...memory.switch('promql', histogram), current: { expr: 'mine' } };
  const back = { ...code, ...memory.switch('histogram', code) };
  expect(memory.switch('promql', back).current).toEqual({ expr: 'mine' });
  memory.switch('histogram', code);
  const other = { ...back, current: { metric: 'm' } };
  expect(memory.switch('promql', other).current).toEqual({
    expr: 'sum by (le, service) (increase(m_bucket[$__window]))',
  });
});

test('what does not apply to categories is removed', () => {
  const { current, baseline, bins, view } = switched('categories', histogram);
  expect(current).toEqual({ metric: '', category: [], matchers: [job] });
  expect(baseline).toEqual({ kind: 'cohort', matchers: [stable], mute: 'up' });
  expect([bins, view]).toEqual([undefined, undefined]);
});

test('distances go with a histogram, and the default stands in where nothing else was asked', () => {
  const measuresIn = (to: Source, measures: MeasureName[]) => switched(to, { ...histogram, measures }).measures;
  expect(measuresIn('categories', ['js', 'wasserstein', 'tv'])).toEqual(['js', 'tv']);
  expect(measuresIn('categories', ['ks'])).toBeUndefined();
  expect(measuresIn('promql', ['ks'])).toEqual(['ks']);
});

test('an expression keeps the instances by which bursts are judged', () => {
  const { current } = new SourceMemory().switch('promql', { ...histogram, replicates: { by: 'pod' } });
  expect(current?.expr).toContain('sum by (le, service, pod) (');
  expect(new SourceMemory().switch('promql', { ...histogram, replicates: 'none' }).current?.expr).toContain(
    'sum by (le, service) ('
  );
});

test('a top of categories stays with code that has their labels, and goes with a histogram', () => {
  const memory = new SourceMemory();
  const categories: Question = { version: 1, current: { metric: 'm', category: ['a'] }, bins: { kind: 'top' } };
  const code = { ...categories, ...switched('promql', categories, memory) };
  expect(code.current).toEqual({ expr: 'sum by (a) (increase(m[$__window]))', category: ['a'] });
  expect(code.bins).toEqual({ kind: 'top' });
  expect(switched('histogram', code, memory).bins).toBeUndefined();
});

test('a written distribution starts anew where the bins are of another sort', () => {
  const baseline: Baseline = { kind: 'static', bounds: [1], weights: [1, 2] };
  const [memory, aside] = [new SourceMemory(), new Aside()];
  const written = { ...histogram, baseline };
  expect(switched('promql', written).baseline).toEqual(baseline);
  const ofCategories = switched('categories', written, memory, aside);
  expect(ofCategories.baseline).toEqual({
    kind: 'static',
    categories: [],
    weights: [],
  });
  const back = switched('histogram', { ...written, ...ofCategories }, memory, aside);
  expect({ ...written, ...ofCategories, ...back }).toEqual(written);
});

test('a kind of baseline that was chosen meanwhile stays', () => {
  const memory = new SourceMemory();
  const code = { ...histogram, ...memory.switch('promql', histogram), baseline: { kind: 'rest' as const } };
  expect(memory.switch('histogram', code)).toMatchObject({ current: histogram.current, baseline: { kind: 'rest' } });
});

test('code that nobody made from a builder leaves an empty one', () => {
  const code: Question = { version: 1, current: { expr: 'x' }, baseline: { kind: 'cohort', expr: 'y' } };
  expect(new SourceMemory().switch('histogram', code)).toMatchObject({
    current: { metric: '' },
    baseline: { kind: 'cohort' },
  });
});
