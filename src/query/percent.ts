/** Writes a share as a percentage, without the digits that only binary fractions have: 0.95 is 95 %. */
export function percent(share: number): string {
  return `${toPercent(share)}\u00a0%`;
}

/** The number of a percentage. */
export function toPercent(share: number): number {
  return Number((share * 100).toPrecision(6));
}

/** The share that a percentage stands for. */
export function fromPercent(percentage: number): number {
  return Number((percentage / 100).toPrecision(6));
}
