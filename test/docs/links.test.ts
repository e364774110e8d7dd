import { existsSync } from 'node:fs';
import path from 'node:path';

import { anchors, links, pages, root } from './pages';

const inside = pages.flatMap((page) =>
  [...new Set(links(page))].filter((target) => !/^[a-z]+:/.test(target)).map((target) => ({ page, target }))
);

describe('links', () => {
  it('are there', () => {
    expect(inside.length).toBeGreaterThan(100);
  });

  it.each(inside)('$page: $target leads somewhere', ({ page, target }) => {
    const [file, anchor] = target.split('#');
    const to = file === '' ? page : path.join(path.dirname(page), decodeURI(file));
    expect(to.startsWith('..')).toBe(false);
    expect(existsSync(path.join(root, to))).toBe(true);
    if (anchor) {
      expect([...anchors(to)]).toContain(anchor);
    }
  });
});

test('every page is in the list of pages', () => {
  const listed = new Set(links('docs/README.md').map((target) => path.join('docs', target.split('#')[0])));
  const missing = pages.filter((page) => page.startsWith('docs/') && !listed.has(page) && page !== 'docs/README.md');
  expect(missing.filter((page) => !page.startsWith('docs/runbooks/'))).toEqual([]);
});
