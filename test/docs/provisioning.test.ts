import { textOf } from './pages';

const page = textOf('docs/provisioning.md');
const settings = textOf('pkg/settings/settings.go');

/** The keys of a struct in settings.go, by its JSON tags. */
function keysOf(name: string): string[] {
  const body = new RegExp(`type ${name} struct \\{([\\s\\S]*?)\\n\\}`).exec(settings)?.[1] ?? '';
  return [...body.matchAll(/`json:"(\w+)"`/g)].map(([, key]) => key);
}

test.each(keysOf('jsonData'))('%s has its row', (key) => {
  expect(page).toMatch(new RegExp(`^\\| \`${key}\` \\|`, 'm'));
});

test('the keys are found', () => {
  expect(keysOf('jsonData').length).toBeGreaterThan(5);
  expect(keysOf('Limits')).toHaveLength(5);
});

/** A number as Go writes it, such as 256 << 20 or 20_000. */
function goNumber(text: string): number {
  const [number, shift = '0'] = text.replaceAll('_', '').split('<<');
  return Number(number) * 2 ** Number(shift);
}

test.each(keysOf('Limits'))('limits.%s has its default', (key) => {
  const field = key[0].toUpperCase() + key.slice(1);
  const value = new RegExp(`DefaultLimits = Limits\\{.*\\b${field}: ([\\d_ <]+)`).exec(settings)?.[1] ?? '';
  expect(page).toMatch(new RegExp(`^\\| \`${key}\` \\| ${goNumber(value)} \\|`, 'm'));
  expect(page).toMatch(new RegExp(`^ +${key}: ${goNumber(value)}$`, 'm'));
});

test.each([
  ['timeInterval', 'DefaultScrapeInterval'],
  ['queryTimeout', 'DefaultQueryTimeout'],
])('%s has its default', (key, name) => {
  const seconds = new RegExp(`${name} += (\\d+) \\* time.Second`).exec(settings)?.[1];
  expect(page).toContain(`| \`${key}\` | duration | \`${seconds}s\` |`);
});
