import { textOf } from './pages';

const rows = [...textOf('docs/requirements.md').matchAll(/^\| (R\d+) \| (.+?) \| (.+) \|$/gm)];

test('every requirement from R44 to R123 has one row', () => {
  const wanted = Array.from({ length: 80 }, (_, i) => `R${44 + i}`);
  expect(rows.map(([, id]) => id)).toEqual(wanted);
});

test.each(rows.map(([, id, , shown]) => ({ id, shown })))(
  '$id is shown by something, or out for a reason',
  ({ shown }) => {
    expect(/\]\([^)]+\)/.test(shown) || /\bout, because\b/i.test(shown)).toBe(true);
  }
);
