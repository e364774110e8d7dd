/** Design effects: current, baseline. */
export type Effects = [number, number];

/** Steps of an eighth of a doubling, up to four times as much and as little, the nearest first. */
const steps = Array.from({ length: 33 }, (_, i) => i - 16).sort((i, k) => Math.abs(i) - Math.abs(k));

/**
 * The design effects that groups may have been made with: those given, then ones around them, the nearest first, then none.
 *
 * Effects are those of groups, and groups are those of effective counts. They are found in two rounds, so that the groups
 * are those of the effects of the first round; an answer has those of the second, which are near.
 */
export function likelyEffects([current, baseline]: Effects): Effects[] {
  const scaled = (effect: number, step: number) => (step === 0 ? effect : Math.max(effect * 2 ** (step / 8), 1));
  const around = steps.flatMap((i) => steps.map((k) => ({ far: Math.abs(i) + Math.abs(k), i, k })));
  around.sort((one, other) => one.far - other.far);
  return [...around.map(({ i, k }): Effects => [scaled(current, i), scaled(baseline, k)]), [1, 1]];
}
