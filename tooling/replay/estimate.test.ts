import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Divergence } from './divergence';
import { estimates, type Samples } from './estimate';

/** A vector of another implementation. Infinite numbers are "inf", NaN is null. */
interface Vector {
  name: string;
  kind: number;
  x?: number[];
  y?: number[];
  xr?: number[][];
  yr?: number[][];
  opts: { ordered?: boolean; known_q?: boolean; deff_p?: number; deff_q?: number };
  out: Record<'est' | 'lo' | 'hi', Encoded> & { deff_p?: number; deff_q?: number };
}

type Encoded = number | string | null;

const kinds: Divergence[] = ['kl', 'klReverse', 'psi', 'js', 'hellinger2'];
const folder = path.resolve(__dirname, '../../pkg/confidence/testdata');

const vectors = (file: string) =>
  (JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Vector[]).filter(({ kind }) => kind < kinds.length);

const decoded = (value: Encoded) => (value === null ? NaN : Number(value === 'inf' ? Infinity : value));

const sums = (rows: number[][]) => rows[0].map((_, bin) => rows.reduce((total, row) => total + row[bin], 0));

function samplesOf({ x, y, xr, yr, opts, out, kind }: Vector): Samples {
  const replicated = xr !== undefined;
  const effects: [number, number] = replicated
    ? [out.deff_p ?? 1, out.deff_q ?? 1]
    : [opts.deff_p ?? 1, opts.deff_q ?? 1];
  return {
    current: x ?? sums(xr!),
    baseline: y ?? sums(yr!),
    ordered: opts.ordered ?? true,
    known: opts.known_q ?? false,
    // What replicates showed is listed as that of the first argument of the divergence.
    designEffect: replicated && kinds[kind] === 'klReverse' ? [effects[1], effects[0]] : effects,
    replicated,
  };
}

/** The difference to the nearest estimate, in units of what is allowed. */
function difference(vector: Vector): number {
  const { est, lo, hi } = vector.out;
  const want = decoded(est);
  const [lower, upper] = [decoded(lo), decoded(hi)];
  const clipped = (value: number) => Math.min(lower > 0 ? Math.max(value, lower) : value, upper);
  const all = [...estimates(kinds[vector.kind], samplesOf(vector))].map(clipped);
  if (!Number.isFinite(want)) {
    return all.every((got) => Object.is(got, want)) ? 0 : Infinity;
  }
  return Math.min(...all.map((got) => Math.abs(got - want))) / allowed(vector, want);
}

/** 1e-6; of squared Hellinger distances of large counts, what differences of ln Γ(n) ≈ n ln n lose in the vectors. */
function allowed({ kind, x = [], y = [] }: Vector, want: number): number {
  const largest = Math.max(1, ...x, ...y);
  const lost = kinds[kind] === 'hellinger2' ? 2 ** -52 * largest * Math.log(largest) : 0;
  return Math.max(1e-6 * Math.abs(want), 1e-9 + lost);
}

describe('golden vectors', () => {
  const golden = vectors('golden.json').filter(({ xr }) => !xr);

  it('are all there', () => expect(golden).toHaveLength(170));

  it.each(golden.map((vector, i) => ({ i, label: `${vector.name} ${kinds[vector.kind]}`, vector })))(
    '$i $label',
    ({ vector }) => expect(difference(vector)).toBeLessThanOrEqual(1)
  );
});

describe('golden vectors of replicates', () => {
  const all = [...vectors('golden.json').filter(({ xr }) => xr), ...vectors('replicates.json')];
  it.each(all.map((vector, i) => ({ i, label: `${vector.name} ${kinds[vector.kind]}`, vector })))(
    '$i $label',
    ({ vector }) => expect(difference(vector)).toBeLessThanOrEqual(1)
  );
});
