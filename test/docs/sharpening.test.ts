import { textOf } from './pages';

const page = textOf('docs/sharpening.md');

test('what bursts do to a band of independent events is as measured', () => {
  const [klTable] = /\*\*KL of bursty counts[\s\S]*?\*\*JS of bursty/.exec(textOf('docs/validity.md')) ?? [''];
  const rows = [...klTable.matchAll(/^\| bursts, design effect 3 \| \d+ cells \|[^|]*\| ([\d.]+) → ([\d.]+) \|/gm)];
  expect(rows).toHaveLength(3);
  const before = rows.map(([, rate]) => Number(rate));
  const after = rows.map(([, , rate]) => Number(rate));
  expect(page).toContain(`above 0 in ${Math.round(before.reduce((a, b) => a + b) / 3)} % of windows`);
  expect(page).toContain(`${Math.round(Math.min(...after))} to ${Math.round(Math.max(...after))} %`);
});

test('what looking every minute does is as simulated', () => {
  const rate = /rose above 0 in \*\*(\d+ %)\*\*/.exec(textOf('docs/gates.md'))?.[1];
  expect(rate).toBeDefined();
  expect(page).toContain(`erred in ${rate} of unchanged rollouts`);
});
