import { blocks, textOf } from './pages';

/** What the snippet reads of a bin, and of the last point. */
interface Last {
  bins: Array<{ current: number; baseline: number }>;
  plugIn: number;
}

const [snippet] = blocks('docs/integrations.md')
  .filter(({ language, text }) => language === 'python' && text.includes('scipy'))
  .map(({ text }) => text);
const [frame] = JSON.parse(textOf('tooling/replay/testdata/canary.json'));

/** The keys that the snippet takes, one after the other, below a frame. */
function read(from: unknown, variable: string): unknown {
  const path = new RegExp(`${variable}((?:\\["\\w+"\\])+)`).exec(snippet)?.[1] ?? '';
  return [...path.matchAll(/\["(\w+)"\]/g)].reduce<unknown>(
    (at, [, key]) => (at as Record<string, unknown>)[key],
    from
  );
}

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

test('the notebook finds what an answer holds, and gets the textbook value', () => {
  const last = read(frame, 'frame') as Last;
  const p = last.bins.map(({ current }) => current);
  const q = last.bins.map(({ baseline }) => baseline);
  // scipy's entropy(p, q): both are made to sum to 1, then Σ p ln(p/q).
  const kl = sum(p.map((count, i) => (count > 0 ? (count / sum(p)) * Math.log(count / sum(p) / (q[i] / sum(q))) : 0)));
  expect(kl).toBeCloseTo(last.plugIn, 12);
  expect(read(last, 'last')).toBeDefined();
  for (const key of ['current', 'baseline', 'plugIn']) {
    expect(snippet).toContain(`["${key}"]`);
  }
});
