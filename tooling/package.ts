// Builds the plugin as Grafana's catalogue takes it: .build/<id>-<version>.zip with its digests, and checks it. With the words
// "check <file.zip>" it only checks that file.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { buildFolder } from './builds';
import { readArchive, writeArchive } from './package/archive';
import { build, sign } from './package/build';
import { checks } from './package/checks';
import { packaged } from './package/files';
import { readCommit, readProject } from './package/project';
import { type Metadata, type Project, subjectOf } from './package/subject';
import { root } from './processes';

const [command, file] = process.argv.slice(2);
const project = readProject();
const zip = command === 'check' ? path.resolve(file) : await pack(project);
process.exitCode = (await check(zip, project)) ? 0 : 1;

async function pack({ id, version }: Project): Promise<string> {
  const commit = readCommit();
  if (commit.changed) {
    console.log(
      `There are changes beside commit ${commit.hash.slice(0, 8)}: this is a package to try, not to release.`
    );
  }
  timed('Built for all platforms', () => build(commit));
  console.log(sign() ? 'Signed.' : 'Not signed: GRAFANA_ACCESS_POLICY_TOKEN is not set.');

  const dist = path.join(root, 'dist');
  const { executable = '', info }: Metadata = JSON.parse(readFileSync(path.join(dist, 'plugin.json'), 'utf8'));
  const archive = path.join(buildFolder, `${id}-${version}.zip`);
  mkdirSync(buildFolder, { recursive: true });
  await writeArchive(archive, packaged(dist, id, executable), info?.updated ?? '');
  writeDigests(archive);
  return archive;
}

function writeDigests(archive: string): void {
  const content = readFileSync(archive);
  console.log(`${path.relative(root, archive)}: ${(content.length / 1e6).toFixed(1)} MB`);
  for (const algorithm of ['sha1', 'sha256']) {
    const digest = createHash(algorithm).update(content).digest('hex');
    writeFileSync(`${archive}.${algorithm}`, `${digest}  ${path.basename(archive)}\n`);
    console.log(`${algorithm} ${digest}`);
  }
}

async function check(archive: string, project: Project): Promise<boolean> {
  const subject = subjectOf(await readArchive(readFileSync(archive)), project);
  let sound = true;
  for (const [name, problemsOf] of Object.entries(checks)) {
    const problems = problemsOf(subject);
    console.log(`${problems.length > 0 ? '✗' : '✓'} ${name}`);
    problems.forEach((problem) => console.log(`  ${problem}`));
    sound &&= problems.length === 0;
  }
  return sound;
}

function timed(what: string, work: () => void): void {
  const start = Date.now();
  work();
  console.log(`${what} in ${Math.round((Date.now() - start) / 1000)} s.`);
}
