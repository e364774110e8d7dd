import { type Compared, same } from './compared';
import type { Replayed } from './replay';

/** What was computed again of a frame. */
const numbers = ({ plugIn, estimate }: Replayed) => [plugIn, estimate].filter((one) => one !== undefined);

/** Whether anything of a frame was computed again. */
export const wasCompared = (one: Replayed) => numbers(one).length > 0;

/** Whether a number of a frame differs from what was computed again. */
export const differs = (one: Replayed) => !numbers(one).every(same);

/** The line that says so. */
export function line(one: Replayed): string {
  const parts: string[] = [];
  if (one.plugIn) {
    parts.push(`plug-in ${pair(one.plugIn)}`);
  }
  if (one.estimate) {
    parts.push(`estimate ${pair(one.estimate)}`);
  }
  if (one.why) {
    parts.push(wasCompared(one) ? one.why : `not computed again: ${one.why}`);
  }
  return `${mark(one)} ${one.name}: ${parts.join(', ')}`;
}

function mark(one: Replayed): string {
  if (!wasCompared(one)) {
    return '–';
  }
  return differs(one) ? '✗' : '✓';
}

function pair(compared: Compared): string {
  const { theirs, ours } = compared;
  return `${text(theirs)} ${same(compared) ? '=' : '≠'} ${text(ours)}`;
}

const text = (value: number | null) => (value === null ? '∞' : String(Number(value.toPrecision(10))));
