import type { Bin } from './recipe';

/** Whether bins have an order: those of numbers have a bound, categories and nulls have none. */
export const isOrdered = (bins: Bin[]) => bins.some(isNumber);

/** The bins of numbers, without that of nulls. */
export const numbersOf = (bins: Bin[]) => bins.filter(isNumber);

const isNumber = ({ lower, upper }: Bin) => lower !== undefined || upper !== undefined;

/**
 * Where the samples of a bin are taken to lie: in its middle; of a bin without an upper bound at its lower one, of one
 * without a lower bound half way from 0 to its upper one, or at that if it is below 0.
 */
export function positionOf({ lower, upper }: Bin): number {
  if (lower !== undefined && upper !== undefined) {
    return lower + (upper - lower) / 2;
  }
  return lower ?? (upper! > 0 ? upper! / 2 : upper!);
}
