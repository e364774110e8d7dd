import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { schemaErrors } from '../testing/schema';
import { type Saved, type Step, migrate, versionProblems } from './migrate';
import { isComplete, validate } from './validate';

const folder = 'pkg/request/testdata/saved';
const examples = readdirSync(folder).map(
  (file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8'))] as const
);

test.each(examples)('%s comes up to date, as in the query layer', (_, { saved, current }) => {
  const before = JSON.stringify(saved);
  const migrated = migrate(saved);
  expect(migrated).toEqual(current);
  expect(JSON.stringify(saved)).toBe(before);
  expect(migrate(migrated)).toBe(migrated);
  expect(schemaErrors(migrated)).toEqual([]);
});

/** Steps that there never were, from 1 to 2 and from 2 to 3. */
const steps: Step[] = [
  ({ most, ...saved }) => ({ ...saved, limit: most }),
  (saved) => ({ ...saved, seen: String(saved.limit) }),
];

test.each<[Saved, Saved]>([
  [{ most: 10 }, { version: 3, limit: 10, seen: '10' }],
  [
    { version: null, most: 10 },
    { version: 3, limit: 10, seen: '10' },
  ],
  [
    { version: 1, most: 10 },
    { version: 3, limit: 10, seen: '10' },
  ],
  [
    { version: 2, limit: 7 },
    { version: 3, limit: 7, seen: '7' },
  ],
  [
    { version: 3, most: 7 },
    { version: 3, most: 7 },
  ],
])('steps run in their order from the version saved: %j', (saved, current) => {
  const frozen = Object.freeze({ ...saved });
  expect(migrate(frozen, steps)).toEqual(current);
  expect(migrate(migrate(frozen, steps), steps)).toEqual(current);
});

test.each([4, 0, '1', 1.5, -1])('a version that nobody knows is left alone: %j', (version) => {
  const saved = { version, later: { a: 1 } };
  expect(migrate(saved, steps)).toBe(saved);
  expect(migrate(saved)).toBe(saved);
});

test('a newer version is said, and nothing else, since nobody knows what it means', () => {
  const newer = { version: 2, current: undefined, windw: 5 } as never;
  expect(validate(newer)).toEqual([
    { field: 'version', message: expect.stringMatching(/version 2.*up to 1: update the plugin.*stays as it is/) },
  ]);
  // The query layer answers with the same.
  expect(isComplete(newer)).toBe(true);
  expect(versionProblems({ version: 'x' })).toEqual([
    { field: 'version', message: expect.stringMatching(/not a version/) },
  ]);
  expect(versionProblems({})).toEqual([]);
});

test('what is no query is an empty one', () => {
  expect([undefined, null, 'x', []].map((saved) => migrate(saved))).toEqual(Array(4).fill({ version: 1 }));
});
