import { absoluteLinks, linksIn } from './readme';

const repository = {
  url: 'https://github.com/example/thing',
  ref: 'main',
  kindOf: (path: string) => (({ 'docs/a.md': 'file', 'docs/a.png': 'file', docs: 'folder' }) as const)[path],
};

test.each([
  ['a page', '[A](docs/a.md)', '[A](https://github.com/example/thing/blob/main/docs/a.md)'],
  ['a place on a page', '[A](docs/a.md#b)', '[A](https://github.com/example/thing/blob/main/docs/a.md#b)'],
  ['a folder', '[A](docs/)', '[A](https://github.com/example/thing/tree/main/docs)'],
  ['a path from here', '[A](./docs/a.md "Title")', '[A](https://github.com/example/thing/blob/main/docs/a.md "Title")'],
  ['an image', '![A](docs/a.png)', '![A](https://github.com/example/thing/raw/main/docs/a.png)'],
  [
    'an image that is a link',
    '[![A](docs/a.png)](docs/a.md)',
    '[![A](https://github.com/example/thing/raw/main/docs/a.png)](https://github.com/example/thing/blob/main/docs/a.md)',
  ],
  ['a definition', '[a]: docs/a.md', '[a]: https://github.com/example/thing/blob/main/docs/a.md'],
  ['an address', '[A](https://example.org/a)', '[A](https://example.org/a)'],
  ['a place on this page', '[A](#b)', '[A](#b)'],
  ['code', '`[A](docs/b.md)`', '`[A](docs/b.md)`'],
  [
    'a block of code',
    '```md\n[A](docs/b.md)\n```\n[A](docs/)',
    '```md\n[A](docs/b.md)\n```\n[A](https://github.com/example/thing/tree/main/docs)',
  ],
])('%s', (_, text, expected) => {
  expect(absoluteLinks(text, repository)).toBe(expected);
});

test('a link that leads nowhere is an error', () => {
  expect(() => absoluteLinks('[A](docs/gone.md)', repository)).toThrow(
    'README.md: the link "docs/gone.md" leads to nothing in the repository.'
  );
});

test('links are found where they are', () => {
  expect(linksIn('[![A](a.png)](b.md) and [C][c]\n\n[c]: c.md\n')).toEqual([
    { target: 'a.png', image: true },
    { target: 'b.md', image: false },
    { target: 'c.md', image: false },
  ]);
});
