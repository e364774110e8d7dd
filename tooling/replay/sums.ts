/** The sum of some numbers. */
export const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);

/** The sum over all bins of something that both sides have a share in. */
export const sumOver = (p: number[], q: number[], term: (p: number, q: number, bin: number) => number) =>
  sum(p.map((share, bin) => term(share, q[bin], bin)));
