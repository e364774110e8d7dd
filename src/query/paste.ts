import type { Problem } from './problem';
import type { Category, Selection, StaticBaseline } from './query';
import { binsAre } from './source';
import { staticProblems } from './written';

/** What came of a text: a baseline, or why it is none. */
export type Pasted = { baseline: StaticBaseline; error?: undefined } | { baseline?: undefined; error: string };

/**
 * Reads a distribution from a text: JSON as in the query, or lines of bound (or category values) and weight with a tab or
 * comma between them. The last line may be +Inf and the weight of what lies above the last bound.
 */
export function parseStatic(text: string, current: Selection): Pasted {
  try {
    const baseline = text.trim().startsWith('{') ? fromJSON(text) : fromLines(text, current);
    const problem: Problem | undefined = staticProblems(baseline, current)[0];
    return problem ? { error: problem.message } : { baseline };
  } catch (error) {
    if (error instanceof Unreadable) {
      return { error: error.message };
    }
    throw error;
  }
}

class Unreadable extends Error {}

const fields = ['kind', 'bounds', 'categories', 'weights', 'n'];

function fromJSON(text: string): StaticBaseline {
  const value = parseJSON(text);
  const unknown = Object.keys(value).find((name) => !fields.includes(name));
  if (unknown !== undefined) {
    throw new Unreadable(`“${unknown}” is not a field of it: use bounds or categories, weights and n.`);
  }
  if (value.bounds === undefined && value.categories === undefined) {
    throw new Unreadable('There are neither bounds nor categories.');
  }
  if (value.n !== undefined && typeof value.n !== 'number') {
    throw new Unreadable('n is not a number.');
  }
  return {
    kind: 'static',
    ...(value.bounds !== undefined && { bounds: listOf('bounds', value.bounds, isNumber, 'a number') }),
    ...(value.categories !== undefined && {
      categories: listOf('categories', value.categories, isCategory, 'a text or a list of texts'),
    }),
    weights: listOf('weights', value.weights, isNumber, 'a number'),
    ...(value.n !== undefined && { n: value.n }),
  };
}

function parseJSON(text: string): Record<string, unknown> & { n?: number } {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreadable(`This is not valid JSON: ${(error as Error).message}.`);
  }
}

function listOf<T>(name: string, value: unknown, is: (item: unknown) => item is T, wanted: string): T[] {
  if (!Array.isArray(value)) {
    throw new Unreadable(`${name} is not a list.`);
  }
  const bad = value.findIndex((item) => !is(item));
  if (bad >= 0) {
    throw new Unreadable(`${name}[${bad}] is not ${wanted}: ${JSON.stringify(value[bad])}.`);
  }
  return value;
}

function isNumber(item: unknown): item is number {
  return typeof item === 'number';
}

function isCategory(item: unknown): item is Category {
  return typeof item === 'string' || (Array.isArray(item) && item.every((value) => typeof value === 'string'));
}

interface Line {
  number: number;
  cells: string[];
}

function fromLines(text: string, current: Selection): StaticBaseline {
  const columns = Math.max(current.category?.length ?? 0, 1) + 1;
  const lines = text
    .split('\n')
    .map((line, i) => ({ number: i + 1, cells: cellsOf(line.replace(/\r$/, ''), columns) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  // Titles of the columns.
  if (lines.length > 1 && toNumber(lines[0].cells.at(-1)!) === undefined) {
    lines.shift();
  }
  if (lines.length === 0) {
    throw new Unreadable('There is nothing to take over.');
  }
  return binsAre(current) === 'categories' ? categoriesOf(lines, columns) : boundsOf(lines);
}

/** Cuts a line at its tabs; without one, at its last commas, so that a value may hold a comma. */
function cellsOf(line: string, columns: number): string[] {
  const cells = line.includes('\t') ? line.split('\t') : line.split(',');
  const extra = line.includes('\t') || columns > 2 ? 0 : cells.length - columns;
  return (extra > 0 ? [cells.slice(0, extra + 1).join(','), ...cells.slice(extra + 1)] : cells).map((cell) =>
    cell.trim()
  );
}

function boundsOf(lines: Line[]): StaticBaseline {
  const last = lines[lines.length - 1];
  const above = /^\+?(inf|infinity|∞)$/i;
  const isAbove = ({ cells }: Line) => above.test(cells[0]);
  const early = lines.find((line) => line !== last && isAbove(line));
  if (early) {
    throw new Unreadable(`Line ${early.number}: +Inf is what lies above all bounds, so it must be the last line.`);
  }
  const rows = isAbove(last) ? lines.slice(0, -1) : lines;
  const weights = lines.map((line) => weightOf(line, 2, 'bound and weight'));
  return {
    kind: 'static',
    bounds: rows.map(({ number, cells }) => numberOf(cells[0], number)),
    weights: isAbove(last) ? weights : [...weights, 0],
  };
}

function categoriesOf(lines: Line[], columns: number): StaticBaseline {
  const wanted =
    columns === 2 ? 'category and weight' : `a value for each of the ${columns - 1} category labels, and the weight`;
  const weights = lines.map((line) => weightOf(line, columns, wanted));
  const categories = lines.map(({ cells }) => (columns === 2 ? cells[0] : cells.slice(0, -1)));
  return { kind: 'static', categories, weights };
}

function weightOf({ number, cells }: Line, columns: number, wanted: string): number {
  if (cells.length !== columns) {
    const there = `${cells.length} ${cells.length === 1 ? 'column' : 'columns'}`;
    throw new Unreadable(`Line ${number} has ${there}: write ${wanted}, with a tab or comma between them.`);
  }
  return numberOf(cells[columns - 1], number);
}

function numberOf(cell: string, line: number): number {
  const value = toNumber(cell);
  if (value === undefined) {
    throw new Unreadable(`Line ${line}: “${cell}” is not a number.`);
  }
  return value;
}

function toNumber(cell: string): number | undefined {
  return cell !== '' && Number.isFinite(Number(cell)) ? Number(cell) : undefined;
}
