import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { command } from './command';
import type { Frame, Recipe } from './recipe';

const testdata = path.join(__dirname, 'testdata');
const canary = (): Frame[] => JSON.parse(readFileSync(path.join(testdata, 'canary.json'), 'utf8'));
const recipe = ([frame]: Frame[]) => frame.schema!.meta!.custom as Recipe;

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'replay-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the command on a file with that text. */
function replayText(text: string) {
  writeFileSync(path.join(folder, 'answer.json'), text);
  return replay(['answer.json']);
}

const replayed = (answer: unknown) => replayText(JSON.stringify(answer));

function replay(args: string[], from = folder) {
  const lines: string[] = [];
  const code = command(args, from, (line) => lines.push(line));
  return { code, lines };
}

/** The answer with something changed about its recipe. */
function changed(change: (recipe: Recipe) => void) {
  const frames = canary();
  change(recipe(frames));
  return replayed(frames);
}

const confirmed = [
  '✓ A: KL(canary ‖ stable): plug-in 0.1217954899 = 0.1217954899, estimate 0.1199861159 = 0.1199861159',
  '1 frame: all as answered.',
];

describe('a list of frames', () => {
  it('is confirmed', () => expect(replay(['canary.json'], testdata)).toEqual({ code: 0, lines: confirmed }));

  it('is confirmed for every measure, in bits', () => {
    const { code, lines } = replay(['measures.json'], testdata);
    expect(code).toBe(0);
    expect(lines).toHaveLength(15);
    expect(lines.filter((line) => line.startsWith('✓'))).toHaveLength(14);
    expect(lines[0]).toContain('plug-in ∞ = ∞, estimate 0.529955088 = 0.529955088');
    expect(lines.filter((line) => line.includes('estimate not computed again'))).toHaveLength(4);
  });
});

it('reads a response of /api/ds/query, a single frame, and a byte order mark', () => {
  const [frame] = canary();
  expect(replayed({ results: { A: { status: 200, frames: [frame] }, B: { error: 'no' } } }).lines).toEqual(confirmed);
  expect(replayed(frame).lines).toEqual(confirmed);
  expect(replayText(`\uFEFF${JSON.stringify([frame])}`).lines).toEqual(confirmed);
});

it('takes the first number for the value, behind the time of a series', () => {
  const frames = canary();
  frames[0].schema!.fields!.unshift({ name: 'time', type: 'time' });
  expect(replayed(frames).lines).toEqual(confirmed);
});

describe('a number that differs', () => {
  it('is shown', () => {
    const { code, lines } = changed(({ last }) => (last.estimate! *= 1 + 2e-6));
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^✗ .*plug-in 0.1217954899 = 0.1217954899, estimate 0.1199863558 ≠ 0.1199861159$/);
    expect(lines[1]).toBe('1 frame: 1 not as answered.');
  });

  it('may be the textbook value, or one that is missing', () => {
    expect(changed(({ last }) => (last.plugIn = 0.1218)).code).toBe(1);
    expect(changed(({ last }) => (last.plugIn = null)).lines[0]).toContain('plug-in ∞ ≠ 0.1217954899');
    expect(changed(({ last }) => (last.bins[3].current += 1)).code).toBe(1);
  });

  it('is not excused by the choice of groups', () => {
    const bursty = { replicates: 'cells', designEffect: [8, 6] as [number, number] };
    expect(changed(({ last }) => (last.noise = bursty)).code).toBe(1);
  });

  it('is one in its last digits only', () => {
    expect(changed(({ last }) => (last.estimate! *= 1 + 5e-7)).code).toBe(0);
  });
});

it('takes the limits of the band into account', () => {
  expect(changed(({ last }) => ([last.lower, last.estimate] = [0.12, 0.12])).code).toBe(0);
  expect(changed(({ last }) => ([last.upper, last.estimate] = [0.11, 0.11])).code).toBe(0);
});

describe('what is not computed again', () => {
  it('is the estimate of smoothed shares', () => {
    const { code, lines } = changed((recipe) => (recipe.estimator = 'plug-in, smoothing laplace 1'));
    expect(code).toBe(0);
    expect(lines[0]).toContain('plug-in 0.1217954899 = 0.1217954899, estimate not computed again: plug-in, smoothing');
  });

  it('is a frame whose bins are not all listed', () => {
    const { code, lines } = changed(({ last }) => (last.more = 1200));
    expect(code).toBe(1);
    expect(lines).toEqual([
      '– A: KL(canary ‖ stable): not computed again: 1200 bins are not listed, only the 5 that contribute most',
      'Nothing could be computed again.',
    ]);
  });

  it('is a frame without a recipe', () => {
    const { code, lines } = replayed([{ schema: { refId: 'B', fields: [] }, data: { values: [] } }, ...canary()]);
    expect(code).toBe(0);
    expect(lines).toEqual([
      '– B: frame without fields: not computed again: its metadata hold no counts of a last point',
      ...confirmed,
    ]);
  });

  it('is a frame of another source', () => {
    const foreign = { schema: { meta: { custom: { last: 'x', unit: 1 } }, fields: [{ name: 'v', type: 'number' }] } };
    expect(replayed([foreign]).lines[0]).toBe('– v: not computed again: its metadata hold no counts of a last point');
  });

  it('is a measure nobody knows', () => {
    const frames = canary();
    frames[0].schema!.fields![0].name = 'other';
    expect(replayed(frames).lines[0]).toContain('the measure "other" is not known here');
  });
});

describe('a file that is none', () => {
  it.each([
    ['missing', () => replay(['nowhere.json']), /^There is no file .*nowhere\.json\.$/],
    ['a folder', () => replay(['.']), /can't be read: EISDIR/],
    ['no JSON', () => replayText('<html>'), /answer\.json is not JSON: .* Save what Inspect → JSON/],
    ['no frames', () => replayed({ panels: [] }), /answer\.json has no data frames\. Save what Inspect → JSON/],
    ['an empty list', () => replayed([]), /has no data frames/],
    ['null', () => replayed(null), /has no data frames/],
    ['not given', () => replay([]), /^Usage: npm run replay -- answer\.json$/],
  ])('%s', (_, run, want) => {
    const { code, lines } = run();
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(want);
  });
});
