import type { Table } from './table';

/** Bins merged into groups of enough counts: the partition that the lower limit is computed on. */
export interface Groups {
  /** The group of each bin. */
  of: number[];
  /** Whether a group stands by evidence rather than by its size. */
  evident: boolean[];
}

/** The smallest count that a group is expected to have on each side. */
const enough = 5;
/** The chance that any rare bin passes for evidence where nothing has changed. */
const evidenceRisk = 0.01;
const none = -1;

/** Merges neighbours where bins have an order, and else all rare ones into one. */
export const groupsOf = (t: Table, ordered: boolean): Groups => (ordered ? mergeNeighbours(t) : mergeRare(t));

/** The values of bins added up by group. */
export function bySum({ of, evident }: Groups, values: number[]): number[] {
  const sums = evident.map(() => 0);
  of.forEach((group, bin) => (sums[group] += values[bin]));
  return sums;
}

type Standing = 'ordinary' | 'evident' | 'rare';

/**
 * How bins with the sums x and y stand. Ordinary: by the pooled count they expect enough in the smaller sample. Evident:
 * they don't, but one side has enough, and the deviance from equal shares is at least ln(K/risk): x ln(x/sw) +
 * y ln(y/s(1−w)), s = x + y, w = nx/(nx+ny), or x ln(x/E) − x + E with E = nx q where Q is known.
 */
function standing(t: Table, { x, y }: Sums): Standing {
  const least = Math.log(t.x.length / evidenceRisk);
  if (t.known) {
    if (y >= enough / t.nx) {
      return 'ordinary';
    }
    const expected = t.nx * y;
    const evident = x >= enough && x > expected && (expected <= 0 || xLog(x, expected) - x + expected >= least);
    return evident ? 'evident' : 'rare';
  }
  if (x + y >= (enough * (t.nx + t.ny)) / Math.min(t.nx, t.ny)) {
    return 'ordinary';
  }
  const w = t.nx / (t.nx + t.ny);
  const deviance = xLog(x, (x + y) * w) + xLog(y, (x + y) * (1 - w));
  return Math.max(x, y) >= enough && deviance >= least ? 'evident' : 'rare';
}

interface Sums {
  x: number;
  y: number;
}

const at = (t: Table, bin: number): Sums => ({ x: t.x[bin], y: t.y[bin] });
const plus = (one: Sums, other: Sums): Sums => ({ x: one.x + other.x, y: one.y + other.y });
const nothing: Sums = { x: 0, y: 0 };

const xLog = (x: number, mean: number) => (x > 0 ? x * Math.log(x / mean) : 0);

/**
 * Sweeps over the bins. An evident bin is a group of its own, and what was open before it goes to the last ordinary group
 * if there is one. Others are added up until their sum is ordinary or evident. The rest joins the last ordinary group,
 * or else the last one.
 */
function mergeNeighbours(t: Table): Groups {
  const groups: Groups = { of: t.x.map(() => none), evident: [] };
  let open: number[] = [];
  let sums = nothing;
  let ordinary = none;
  const close = (bins: number[], group: number) => bins.forEach((bin) => (groups.of[bin] = group));
  t.x.forEach((_, bin) => {
    if (standing(t, at(t, bin)) === 'evident') {
      if (ordinary !== none) {
        close(open, ordinary);
        open = [];
        sums = nothing;
      }
      close([bin], groups.evident.push(true) - 1);
      return;
    }
    open.push(bin);
    sums = plus(sums, at(t, bin));
    const together = standing(t, sums);
    if (together === 'rare') {
      return;
    }
    const group = groups.evident.push(together === 'evident') - 1;
    ordinary = together === 'ordinary' ? group : ordinary;
    close(open, group);
    open = [];
    sums = nothing;
  });
  if (groups.evident.length === 0) {
    groups.evident.push(false);
  }
  close(open, ordinary !== none ? ordinary : groups.evident.length - 1);
  return groups;
}

/**
 * Ordinary and evident bins stand alone, the others are one group. Where that is still rare, it joins the smallest
 * ordinary bin if there is one.
 */
function mergeRare(t: Table): Groups {
  const groups: Groups = { of: t.x.map(() => none), evident: [] };
  const rare: number[] = [];
  let sums = nothing;
  const ordinary: number[] = [];
  t.x.forEach((_, bin) => {
    const alone = standing(t, at(t, bin));
    if (alone === 'rare') {
      rare.push(bin);
      sums = plus(sums, at(t, bin));
      return;
    }
    groups.of[bin] = groups.evident.push(alone === 'evident') - 1;
    if (alone === 'ordinary') {
      ordinary.push(bin);
    }
  });
  if (rare.length === 0) {
    return groups;
  }
  const together = standing(t, sums);
  const weight = (bin: number) => (t.known ? t.y[bin] : t.x[bin] + t.y[bin]);
  const [smallest] = ordinary.sort((i, k) => weight(i) - weight(k) || t.x[i] - t.x[k] || i - k);
  const joins = together === 'rare' && smallest !== undefined;
  const group = joins ? groups.of[smallest] : groups.evident.push(together === 'evident') - 1;
  rare.forEach((bin) => (groups.of[bin] = group));
  return groups;
}
