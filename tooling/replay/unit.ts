import type { Recipe } from './recipe';

/** The measures that are a logarithm, and so have a unit. */
const logarithms = ['kl', 'klReverse', 'psi', 'js', 'entropy', 'crossEntropy'];

/** A number in the unit of a recipe: bits are nats/ln 2, and the JS distance in bits is the root of JS in bits. */
export function inUnit(measure: string, { unit, formula }: Pick<Recipe, 'unit' | 'formula'>, nats: number): number {
  if (unit !== 'bits' && !formula.includes('log₂')) {
    return nats;
  }
  if (logarithms.includes(measure)) {
    return nats / Math.LN2;
  }
  return measure === 'jsDistance' ? nats / Math.sqrt(Math.LN2) : nats;
}
