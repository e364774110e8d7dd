import type { StaticBaseline } from './query';
import { valuesOf } from './written';

/** A bin of a static baseline as it is written: its bound or the values of its category, and its weight. */
export interface StaticRow {
  /** None where it is still to be written. */
  bound?: number;
  values: string[];
  weight?: number;
}

/** The bins of a static baseline, one a row; without what lies above the last bound. */
export function rowsOf({ bounds, categories = [], weights = [] }: StaticBaseline): StaticRow[] {
  return bounds
    ? bounds.map((bound, i) => ({ bound, values: [], weight: weights[i] ?? 0 }))
    : categories.map((category, i) => ({ values: valuesOf(category), weight: weights[i] ?? 0 }));
}

/** The weight of what lies above the last bound. */
export function weightAbove({ bounds = [], weights = [] }: StaticBaseline): number {
  return weights[bounds.length] ?? 0;
}

/** Whether nothing of a row is still to be written. */
export function isWritten(row: StaticRow, byBounds: boolean): boolean {
  return row.weight !== undefined && (!byBounds || row.bound !== undefined);
}

/** A static baseline with other rows. A new row takes its place in the order of the bounds. */
export function withRows(baseline: StaticBaseline, rows: StaticRow[], above = weightAbove(baseline)): StaticBaseline {
  const { kind, n } = baseline;
  const samples = n === undefined ? {} : { n };
  const weights = rows.map(({ weight = 0 }) => weight);
  if (baseline.bounds) {
    return { kind, bounds: rows.map(({ bound = NaN }) => bound), weights: [...weights, above], ...samples };
  }
  const categories = rows.map(({ values }) => (values.length === 1 ? values[0] : values));
  return { kind, categories, weights, ...samples };
}

/** Puts a row that was written just now among the others. */
export function inserted(rows: StaticRow[], row: StaticRow): StaticRow[] {
  const at = row.bound === undefined ? -1 : rows.findIndex(({ bound = 0 }) => bound > row.bound!);
  return at < 0 ? [...rows, row] : [...rows.slice(0, at), row, ...rows.slice(at)];
}
