// Runs one of the project's commands on a fresh machine: checks Node and Go, installs the npm packages if they are not
// those of the lockfile, and hands over to tooling/<command>.ts. It needs nothing but Node itself.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [command, ...args] = process.argv.slice(2);

checkNode();
// What is computed again is computed without the query layer, and a game day asks servers that run.
if (!['replay', 'gameday'].includes(command)) {
  checkGo();
}
installPackages();
handOver();

function checkNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    stop(`Node ${process.versions.node} is too old: install Node 20 or later.`);
  }
}

function checkGo() {
  let version;
  try {
    version = execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim();
  } catch {
    stop('Go was not found: install Go 1.26 or later from https://go.dev/dl/ and put it on PATH.');
  }
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version) ?? [];
  if (Number(major) < 1 || (Number(major) === 1 && Number(minor) < 26)) {
    stop(`${version} is too old: install Go 1.26 or later.`);
  }
}

// npm ci takes a minute and starts from nothing, so it only runs when the lockfile has changed since the last time.
function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(root, 'node_modules', '.histodrift-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) {
    return;
  }
  console.log('Installing npm packages …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: root, stdio: 'inherit' });
  writeFileSync(stamp, lock);
}

// The command runs in this process group and gets its signals by itself; this process only waits, so that its own end is
// the command's end.
function handOver() {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join('tooling', `${command}.ts`), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
