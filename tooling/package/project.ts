import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { root } from '../processes';

import type { Project } from './subject';

/** Reads what the repository says of the plugin. */
export function readProject(): Project {
  const { id } = readJSON('src/plugin.json');
  const { version } = readJSON('package.json');
  return { id, version, goFiles: goFiles(), source: (file) => textIn('src', file) };
}

/** What is at a path of the repository; undefined if there is nothing. */
export function kindOf(file: string): 'file' | 'folder' | undefined {
  const found = statSync(path.join(root, file), { throwIfNoEntry: false });
  return found && (found.isDirectory() ? 'folder' : 'file');
}

/** The commit that is checked out. */
export interface Commit {
  hash: string;
  /** When it was made, in seconds since 1970. */
  time: number;
  /** Whether files differ from it. */
  changed: boolean;
}

/** Asks git which commit is checked out. */
export function readCommit(): Commit {
  const [hash, time] = git('log', '-1', '--format=%H %ct').split(' ');
  return { hash, time: Number(time), changed: git('status', '--porcelain') !== '' };
}

/** Only what git knows counts: the catalogue's reviewers see no other files. */
function goFiles(): Map<string, string> {
  const files = git('ls-files', '--', '*.go').split('\n');
  return new Map(
    files
      .filter((file) => existsSync(path.join(root, file)))
      .map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(path.join(root, file)))
          .digest('hex'),
      ])
  );
}

function textIn(folder: string, file: string): string | undefined {
  const place = path.join(root, folder, file);
  return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
}

function readJSON(file: string): { id: string; version: string } {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}
