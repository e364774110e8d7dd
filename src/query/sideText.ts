import { list } from './list';
import { selectionText } from './matcher';
import type { Selection } from './query';

/** Says which series a side has. */
export function sideText(side: Selection): string {
  const series = side.expr === undefined ? (side.metric ? selectionText(side) : '') : shortened(side.expr);
  const categories = side.category?.length ? ` by ${list(side.category)}` : '';
  return `${series || '…'}${categories}`;
}

/** An expression on one line, and no longer than a sentence can bear. */
export function shortened(expr: string): string {
  const line = expr.trim().replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
