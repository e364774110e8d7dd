import type { DataFrame } from '@grafana/data';
import { type Recipe, recipeOf, seriesName, valueOf } from './recipe';
import type { Statistic } from './query';

interface Floor extends Recipe {
  floor: number;
  /** Of its series. */
  name: string;
  /** The threshold that the answer was asked with. */
  asked?: number;
}

/**
 * Says that a threshold lies under the noise floor of an answer, naming the series where the floor is highest. The threshold
 * may be newer than the answer; how many samples it would take is said only where the answer is about it.
 */
export function underNoise(threshold: number | undefined, alertOn: Statistic, frames: DataFrame[]): string | undefined {
  if (threshold === undefined) {
    return undefined;
  }
  const floors = frames.flatMap(floorOf).filter(({ floor }) => floor > threshold);
  if (floors.length === 0) {
    return undefined;
  }
  const highest = floors.reduce((a, b) => (b.floor > a.floor ? b : a));
  return `Under the noise floor of ${amount(highest.floor)}${samples(highest)}${where(highest.name, floors.length - 1)}: ${effect(alertOn)}${required(highest, threshold)}`;
}

function floorOf(frame: DataFrame): Floor[] {
  const recipe = recipeOf(frame);
  const floor = recipe.last.noiseFloor;
  const steps = valueOf(frame)?.config.thresholds?.steps ?? [];
  const asked = steps.map(({ value }) => value).find(Number.isFinite);
  return typeof floor === 'number' ? [{ ...recipe, floor, asked, name: seriesName(frame) }] : [];
}

/** The smaller side makes the noise. */
function samples({ last }: Floor): string {
  const known = [...(last.n ?? [])].filter((n) => n !== null);
  return known.length > 0 ? ` at n = ${whole(Math.min(...known))}` : '';
}

function where(name: string, others: number): string {
  const more = others > 0 ? `${others} other${others === 1 ? '' : 's'}` : '';
  const names = [name, more].filter(Boolean).join(' and ');
  return names ? ` (${names})` : '';
}

/** The lower limit and the excess over normal stay at 0 without a change; the others do not. */
function effect(alertOn: Statistic): string {
  return alertOn === 'estimate' || alertOn === 'upper'
    ? 'with no change at all, windows exceed it.'
    : 'a change this small can’t be told from no change.';
}

function required({ requiredN, asked }: Floor, threshold: number): string {
  return typeof requiredN === 'number' && asked === threshold
    ? ` It takes about ${whole(roundedUp(requiredN))} samples on each side.`
    : '';
}

/** More than two digits would pretend to be exact. */
function roundedUp(n: number): number {
  const step = 10 ** Math.max(Math.floor(Math.log10(Math.max(n, 1))) - 1, 0);
  return Math.ceil(n / step) * step;
}

/** Two digits are as many as a floor has to give. */
function amount(value: number): string {
  return value < 100 ? value.toPrecision(2) : whole(value);
}

function whole(n: number): string {
  return Math.round(n).toLocaleString('en');
}
