import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root, run } from '../processes';

import { type Commit, kindOf } from './project';
import { absoluteLinks } from './readme';

const dist = path.join(root, 'dist');
const repository = 'https://github.com/histodrift/histodrift';
const signer = '@grafana/sign-plugin@3.3.3';

/** Builds the plugin for all platforms into dist/, as the catalogue wants it. */
export function build(commit: Commit): void {
  rmSync(dist, { recursive: true, force: true });
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(commit.time) };
  run('npm', ['run', '--silent', 'build', '--', '--stats', 'errors-warnings'], { env });
  run('go', ['run', 'github.com/magefile/mage', 'platforms'], { env });
  rewrite('plugin.json', (text) => withBuild(text, commit));
  rewrite('README.md', (text) => absoluteLinks(text, { url: repository, ref: 'main', kindOf }));
}

/** Signs what is in dist/, if there is a token to sign it with; says whether it did. */
export function sign(): boolean {
  if (!process.env.GRAFANA_ACCESS_POLICY_TOKEN) {
    return false;
  }
  run('npx', ['--yes', signer]);
  return true;
}

/** plugin.json with what is known of the build. What is built from changed files is no commit's. */
export function withBuild(text: string, { hash, time, changed }: Commit): string {
  const metadata = JSON.parse(text);
  metadata.info.build = { time: time * 1000, repo: repository, ...(changed ? {} : { hash }) };
  return `${JSON.stringify(metadata, null, 2)}\n`;
}

function rewrite(file: string, change: (text: string) => string): void {
  const place = path.join(dist, file);
  writeFileSync(place, change(readFileSync(place, 'utf8')));
}
