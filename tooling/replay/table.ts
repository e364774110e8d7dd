import { sum } from './sums';

/** The effective counts of two samples on the same bins. */
export interface Table {
  x: number[];
  /** Counts, or shares where Q is known exactly. */
  y: number[];
  /** Total of x. */
  nx: number;
  /** Total of y; 1 where Q is known. */
  ny: number;
  /** 1/nx, the scale of P's variance. */
  a: number;
  /** 1/ny; 0 where Q is known. */
  b: number;
  known: boolean;
}

/** Counts below it are what rounding leaves of a sum of cells. */
const residue = 1e-9;

/** Samples over their design effect; negative counts and residues of rounding are none. */
export const effective = (counts: number[], designEffect: number) =>
  counts.map((count) => (count / designEffect < residue ? 0 : count / designEffect));

/** Weights as shares of their total. */
export function shares(weights: number[]): number[] {
  const positive = weights.map((weight) => Math.max(weight, 0));
  const total = sum(positive);
  return positive.map((weight) => (total > 0 ? weight / total : 0));
}

/** The table of two samples, of which Q may be known exactly. */
export function newTable(x: number[], y: number[], known: boolean): Table {
  const nx = sum(x);
  const ny = known ? 1 : sum(y);
  return { x, y, nx, ny, a: 1 / nx, b: known ? 0 : 1 / ny, known };
}

/** The table with the roles of both samples exchanged, for counts on both sides. */
export const swapped = (t: Table): Table => ({ ...t, x: t.y, y: t.x, nx: t.ny, ny: t.nx, a: t.b, b: t.a });

/** Whether there is nothing to estimate: fewer than two bins, or less than one sample on a side. */
export const insufficient = (t: Table) => t.x.length < 2 || t.nx < 1 || (t.known ? sum(t.y) <= 0 : t.ny < 1);
