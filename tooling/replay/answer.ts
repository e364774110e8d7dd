import { readFileSync } from 'node:fs';

import type { Frame } from './recipe';

/** What is wrong with what was given, in words for a person. */
export class Unusable extends Error {}

/** The data frames of a file. Throws Unusable if there are none. */
export function readAnswer(file: string): Frame[] {
  const frames = framesOf(parse(file));
  if (frames.length === 0) {
    throw new Unusable(`${file} has no data frames. ${wanted}`);
  }
  return frames;
}

const wanted =
  'Save what Inspect → JSON → "DataFrame JSON (from Query)" of a panel shows, or the response of /api/ds/query.';

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Unusable(missing ? `There is no file ${file}.` : `${file} can't be read: ${(error as Error).message}.`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Unusable(`${file} is not JSON: ${(error as Error).message}. ${wanted}`);
  }
}

/** The frames of a response of /api/ds/query, of the inspector's list, or a single one. */
function framesOf(answer: unknown): Frame[] {
  if (Array.isArray(answer)) {
    return answer.filter(isFrame);
  }
  if (!isObject(answer)) {
    return [];
  }
  if (isObject(answer.results)) {
    return Object.values(answer.results).flatMap((result) => (isObject(result) ? framesOf(result.frames) : []));
  }
  return isFrame(answer) ? [answer] : [];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFrame = (value: unknown): value is Frame => isObject(value) && isObject(value.schema);
