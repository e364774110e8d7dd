import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The repository. */
export const root = path.resolve(__dirname, '../..');

/** Files of the project below a folder, with a path from the root. */
export function filesBelow(folder: string, wanted: (name: string) => boolean): string[] {
  const full = path.join(root, folder);
  if (!existsSync(full)) {
    return [];
  }
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.split(path.sep).includes('node_modules') && wanted(name))
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(path.join(root, file)).isFile())
    .sort();
}

/** The text of a file. */
export function textOf(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

const isPage = (name: string) => name.endsWith('.md');

/** All pages that people read. */
export const pages = [
  'README.md',
  'lab/README.md',
  ...filesBelow('docs', isPage),
  ...filesBelow('examples', isPage),
].filter((file) => existsSync(path.join(root, file)));

/** A fenced block of a page. */
export interface Block {
  page: string;
  line: number;
  language: string;
  text: string;
}

/** Blocks in lists are indented. */
const fence = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```/gm;

/** The fenced blocks of a page. */
export function blocks(page: string): Block[] {
  const text = textOf(page);
  return [...text.matchAll(fence)].map((found) => ({
    page,
    line: text.slice(0, found.index).split('\n').length,
    language: found[2],
    text: found[3].replace(new RegExp(`^${found[1]}`, 'gm'), ''),
  }));
}

/** A page without what is code. */
export function prose(page: string): string {
  return textOf(page)
    .replace(fence, '')
    .replace(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));
}

/** The targets of a page's links and pictures. */
export function links(page: string): string[] {
  const found = [...prose(page).matchAll(/\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)/g)];
  return found.map(([, target]) => target);
}

/** What a heading is called in a link, by GitHub's rules. */
export function anchors(page: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = textOf(page)
    .replace(fence, '')
    .matchAll(/^#{1,6} +(.+)$/gm);
  return new Set(
    [...headings].map(([, heading]) => {
      const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
      const slug = plain
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
        .replace(/ /g, '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    })
  );
}
