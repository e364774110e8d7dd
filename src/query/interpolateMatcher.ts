import { escapeRegex } from './matcher';
import type { Matcher, MatcherOp } from './query';

/** Writes the value, or the many values, of a variable. */
export type Format = (value: string | string[]) => string;

type Replace = (text: string, format?: Format) => string;

/** A piece of a matcher's value: a text to be taken as it is written, or the values that a variable may have. */
type Piece = { text: string } | { choice: string[] };

/**
 * Replaces the variables of a matcher. A variable with many values turns it into a regular expression that matches any of
 * them, and so does an “All” whose value is an expression.
 */
export function interpolateMatcher({ label, op, value }: Matcher, replace: Replace): Matcher {
  const pieces = split(value, replace);
  const typedOp = replace(op) as MatcherOp;
  const regex = isRegex(typedOp) || pieces.some(needsRegex);
  const text = pieces.map((piece) => write(piece, regex, isRegex(typedOp))).join('');
  return { label: replace(label), op: regex ? asRegex(typedOp) : typedOp, value: text };
}

/** Cuts a value at its variables. The mark between the pieces is a character that no label value has. */
function split(value: string, replace: Replace): Piece[] {
  const found: Piece[] = [];
  const marked = replace(value, (values) => `\u0000${found.push(pieceOf(values)) - 1}\u0000`);
  // An “All” with a value of its own is put in by Grafana as it is, without asking for a format.
  if (marked !== value && anything.includes(marked)) {
    return [{ choice: [marked] }];
  }
  return marked.split('\u0000').map((part, i) => (i % 2 === 0 ? { text: part } : found[Number(part)]));
}

/** A variable that can have but one value may hold an expression; the values of the others are literal. */
function pieceOf(values: string | string[]): Piece {
  return Array.isArray(values) || anything.includes(values) ? { choice: [values].flat() } : { text: values };
}

const anything = ['.*', '.+'];

function needsRegex(piece: Piece): boolean {
  return 'choice' in piece && (piece.choice.length !== 1 || anything.includes(piece.choice[0]));
}

function write(piece: Piece, regex: boolean, typedAsRegex: boolean): string {
  if ('text' in piece) {
    return regex && !typedAsRegex ? escapeRegex(piece.text) : piece.text;
  }
  return regex ? alternatives(piece.choice) : piece.choice[0];
}

function alternatives(choice: string[]): string {
  const escaped = choice.map((text) => (anything.includes(text) ? text : escapeRegex(text)));
  return escaped.length === 1 ? escaped[0] : `(${escaped.join('|')})`;
}

function isRegex(op: MatcherOp): boolean {
  return op === '=~' || op === '!~';
}

function asRegex(op: MatcherOp): MatcherOp {
  return op.startsWith('!') ? '!~' : '=~';
}
