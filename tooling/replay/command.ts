import path from 'node:path';

import { readAnswer, Unusable } from './answer';
import { replay } from './replay';
import { differs, line, wasCompared } from './verdict';

/**
 * Computes the numbers in a file's frames again and prints a line for each: the answer's number before the sign, the one
 * computed here behind it. Returns the exit code: 1 if a number differs, or if there was none to compare.
 * Paths are relative to folder.
 */
export function command(args: string[], folder: string, print: (line: string) => void): number {
  try {
    return run(args, folder, print);
  } catch (error) {
    if (error instanceof Unusable) {
      print(error.message);
      return 1;
    }
    throw error;
  }
}

function run(args: string[], folder: string, print: (line: string) => void): number {
  if (args.length !== 1) {
    throw new Unusable('Usage: npm run replay -- answer.json');
  }
  const all = readAnswer(path.resolve(folder, args[0])).map(replay);
  all.forEach((one) => print(line(one)));
  const compared = all.filter(wasCompared);
  const different = compared.filter(differs).length;
  print(summary(compared.length, different));
  return different > 0 || compared.length === 0 ? 1 : 0;
}

function summary(compared: number, different: number): string {
  if (compared === 0) {
    return 'Nothing could be computed again.';
  }
  const frames = compared === 1 ? '1 frame' : `${compared} frames`;
  return different === 0 ? `${frames}: all as answered.` : `${frames}: ${different} not as answered.`;
}
