import { filesBelow, textOf } from './pages';

const page = textOf('docs/troubleshooting.md');
const sources = [
  ...filesBelow('pkg', (name) => name.endsWith('.go') && !name.endsWith('_test.go')),
  ...filesBelow('src', (name) => /\.tsx?$/.test(name) && !name.includes('.test.')),
].map(textOf);

/** Messages stand in the first column, in quotes; “…” stands for what differs. Those of Grafana itself are not ours to check. */
const own = page.slice(0, page.indexOf('\n## In Grafana'));
const messages = [...own.matchAll(/^\| “(.+?)” \|/gm)].map(([, message]) => message.replaceAll('\\|', '|'));

/** A message of Go's may have a %% and escaped quotes. */
const normal = sources.map((text) => text.replaceAll('%%', '%').replaceAll('\\"', '"'));

test('messages are quoted', () => {
  expect(messages.length).toBeGreaterThan(50);
});

test.each(messages)('“%s” is a message of the plugin', (message) => {
  const parts = message
    .split('…')
    .map((part) => part.trim())
    .filter((part) => part.length > 1);
  expect(parts.length).toBeGreaterThan(0);
  expect(normal.some((text) => parts.every((part) => text.includes(part)))).toBe(true);
});
