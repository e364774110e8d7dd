/** A number of an answer, and the same computed again. null where it is infinite, or can't be said. */
export interface Compared {
  theirs: number | null;
  ours: number | null;
}

const relative = 1e-6;
const absolute = 1e-9;

/** Whether two numbers are the same up to 1e-6 of their size, or 1e-9. */
export function same({ theirs, ours }: Compared): boolean {
  if (theirs === null || ours === null) {
    return theirs === ours;
  }
  return Math.abs(theirs - ours) <= Math.max(absolute, relative * Math.abs(theirs));
}
