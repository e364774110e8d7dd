import { labelText, printable } from './labels';
import type { Pages } from './pages';
import { duration, type Outcome } from './play';

/** What came of a game day, as the lines of a table and what else is to be said. */
export function report(outcomes: Outcome[], pages: Pages): string[] {
  const head = ['drift', 'injected at', 'rule', 'state', 'labels', 'time to fire', 'notifications', 'summary'];
  const fired = outcomes.filter((one) => one.fired !== undefined).length;
  return [
    '',
    ...table([head, ...outcomes.map(row)]),
    '',
    ...pages.unexpected.map(({ uid, labels }) => `Should not have fired: ${uid} ${printable(labelText(labels))}`),
    `${fired} of ${outcomes.length} rules fired; ${count(pages.unexpected.length, 'other page')} fired.`,
  ];
}

/** Whether everything fired that should, and no page that should not. */
export function passed(outcomes: Outcome[], pages: Pages): boolean {
  return outcomes.every((one) => one.fired !== undefined) && pages.unexpected.length === 0;
}

function row({ drill, injected, fired, state, labels, told, summary }: Outcome): string[] {
  return [
    drill.drifts.join(', '),
    injected === undefined ? '–' : `${new Date(injected).toISOString().slice(0, 19)}Z`,
    drill.rule,
    state,
    labelText(labels ?? drill.labels),
    injected === undefined || fired === undefined ? '–' : duration(fired - injected),
    told === undefined ? '–' : notifications(told),
    summary ?? '–',
  ].map(printable);
}

function notifications(told: string[]): string {
  return told.length === 0 ? 'none' : `${told.length} by ${[...new Set(told)].join(', ')}`;
}

function table(rows: string[][]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd()
  );
}

function count(n: number, what: string): string {
  return n === 1 ? `1 ${what}` : `${n} ${what}s`;
}
