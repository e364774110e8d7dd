import type { Selection } from './query';

/** Where the counts of the bins come from. */
export type Source = 'histogram' | 'categories' | 'promql';

/** The source of a side. */
export function sourceOf({ expr, category, type }: Selection): Source {
  if (expr !== undefined) {
    return 'promql';
  }
  return category !== undefined || type === 'categoryCounter' || type === 'categoryGauge' ? 'categories' : 'histogram';
}

/** What the bins of a side are. Of an expression without category labels only its answer can tell. */
export function binsAre(side: Selection): 'numbers' | 'categories' | 'unknown' {
  if (sourceOf(side) === 'histogram') {
    return 'numbers';
  }
  return sourceOf(side) === 'categories' || side.category?.length ? 'categories' : 'unknown';
}
