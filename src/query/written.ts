import type { Problem } from './problem';
import type { Category, Selection, StaticBaseline } from './query';
import { binsAre } from './source';

/** What a static baseline starts with, by bounds or by categories, as the current side has it. */
export function emptyStatic(current: Selection): StaticBaseline {
  return binsAre(current) === 'categories'
    ? { kind: 'static', categories: [], weights: [] }
    : { kind: 'static', bounds: [], weights: [0] };
}

/** Whether a static baseline has the bins that the current side has. */
export function fitsStatic({ bounds, categories }: StaticBaseline, current: Selection): boolean {
  const sort = binsAre(current);
  return (sort !== 'categories' && bounds !== undefined) || (sort !== 'numbers' && categories !== undefined);
}

/** The values of a category, one for each label. */
export function valuesOf(category: Category): string[] {
  return [category].flat();
}

/** Finds what can't work in a distribution that was written down. */
export function staticProblems(baseline: StaticBaseline, current: Selection): Problem[] {
  const { bounds, categories, n } = baseline;
  const problems = bins(baseline, current) ?? [
    ...(bounds ? boundProblems(bounds) : categoryValueProblems(categories ?? [], current.category ?? [])),
    ...weightProblems(baseline),
  ];
  if (n !== undefined && !(n > 0 && Number.isFinite(n))) {
    problems.push({ field: 'baseline.n', message: 'Use more than 0, or leave it out.' });
  }
  return problems;
}

/** Finds bins that are missing, or of the wrong sort. */
function bins({ bounds, categories }: StaticBaseline, current: Selection): Problem[] | undefined {
  if (bounds && categories) {
    return [{ field: 'baseline.bounds', message: 'Stand in place of categories: remove one or the other.' }];
  }
  const sort = binsAre(current);
  if (categories && sort === 'numbers') {
    return [{ field: 'baseline.categories', message: 'A histogram has bounds, not categories.' }];
  }
  if (bounds && sort === 'categories') {
    return [{ field: 'baseline.bounds', message: 'Categories have no bounds: write the categories down.' }];
  }
  if (!bounds?.length && !categories?.length) {
    const [field, message] =
      sort === 'categories'
        ? ['baseline.categories', 'Write down the categories and their weights, or paste them.']
        : ['baseline.bounds', 'Write down the bounds and their weights, or paste them.'];
    return [{ field, message, missing: true }];
  }
  return undefined;
}

function boundProblems(bounds: number[]): Problem[] {
  return bounds.flatMap((bound, i): Problem[] => {
    const field = `baseline.bounds[${i}]`;
    if (!Number.isFinite(bound)) {
      return [{ field, message: `Bound ${i + 1} is not a number.` }];
    }
    if (i > 0 && !(bound > bounds[i - 1])) {
      const message = `Bound ${i + 1} (${bound}) is not above the one before it (${bounds[i - 1]}): sort them, each of them once.`;
      return [{ field, message }];
    }
    return [];
  });
}

function categoryValueProblems(categories: Category[], labels: string[]): Problem[] {
  // An expression need not name its labels; then the first category says how many there are.
  const wanted = labels.length || valuesOf(categories[0] ?? []).length;
  const keys = categories.map((category) => JSON.stringify(valuesOf(category)));
  return categories.flatMap((category, i): Problem[] => {
    const field = `baseline.categories[${i}]`;
    const values = valuesOf(category);
    const name = `Category ${i + 1} (${values.join(', ') || 'empty'})`;
    if (values.length !== wanted || wanted === 0) {
      const message = `${name} has ${many(values.length, 'value')} instead of ${Math.max(wanted, 1)}: write one for each category label.`;
      return [{ field, message }];
    }
    return keys.indexOf(keys[i]) < i ? [{ field, message: `${name} is there twice: remove one.` }] : [];
  });
}

function weightProblems({ bounds, categories = [], weights = [] }: StaticBaseline): Problem[] {
  const field = 'baseline.weights';
  const wanted = bounds ? bounds.length + 1 : categories.length;
  if (weights.length !== wanted) {
    const [there, why] = bounds
      ? [many(bounds.length, 'bound'), 'one more than bounds, for what lies above the last']
      : [many(categories.length, 'category', 'categories'), 'one for each'];
    const message = `${many(weights.length, 'weight')} for ${there}: there must be ${wanted}, ${why}.`;
    return [{ field, message }];
  }
  const bad = weights.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (bad >= 0) {
    return [{ field: `${field}[${bad}]`, message: `Weight ${bad + 1} (${weights[bad]}) must be 0 or more.` }];
  }
  if (weights.length < 2) {
    return [{ field, message: 'One bin can’t change: write down two or more.' }];
  }
  return weights.some((weight) => weight > 0)
    ? []
    : [{ field, message: 'All weights are 0: at least one must be more.' }];
}

function many(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
