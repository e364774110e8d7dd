import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { buildFolder } from '../builds';
import { root } from '../processes';

/** How many tests of a step passed and failed. */
export interface Count {
  passed: number;
  failed: number;
}

interface Where {
  /** Folder, below the root. */
  cwd?: string;
  /** Whether output means failure, as for tools that list what is wrong and end well. */
  silence?: boolean;
}

/** Runs a checker, which counts as one test. Its output is shown if it fails. */
export function check(command: string, args: string[], { cwd = '', silence = false }: Where = {}): Count {
  const result = spawnSync(command, args, { cwd: path.join(root, cwd), encoding: 'utf8' });
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`;
  const failed = result.status !== 0 || (silence && result.stdout.trim() !== '');
  if (failed) {
    console.log(output);
  }
  return failed ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 };
}

/** Runs the unit tests of the frontend. */
export function jest(): Count {
  const report = reportFile('jest.json');
  const result = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (!existsSync(report)) {
    return { passed: 0, failed: 1 };
  }
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  return atLeast(result.status, { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites });
}

/** Runs the browser tests. */
export function playwright(env: Record<string, string>): Count {
  const report = reportFile('playwright.json');
  const result = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', '--reporter=line,json'], {
    cwd: root,
    env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (!existsSync(report)) {
    return { passed: 0, failed: 1 };
  }
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(report, 'utf8')).stats;
  return atLeast(result.status, { passed: expected, failed: unexpected + flaky + skipped });
}

/** The packages of a Go module. */
export function goPackages({ cwd = '' }: Where = {}): string[] {
  return execFileSync('go', ['list', './...'], { cwd: path.join(root, cwd), encoding: 'utf8' })
    .trim()
    .split('\n');
}

/** Runs the tests of some packages of a Go module and shows the output of those that fail. */
export async function goTests(race: boolean, packages: string[], { cwd = '' }: Where = {}): Promise<Count> {
  // Go's own limit of ten minutes is too short on a busy machine.
  const args = ['test', '-json', '-count=1', '-timeout=40m', ...(race ? ['-race'] : []), ...packages];
  const child = spawn('go', args, { cwd: path.join(root, cwd), stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const outputs = new Map<string, string[]>();
  const count: Count = { passed: 0, failed: 0 };
  for await (const line of createInterface(child.stdout)) {
    const event = parse(line);
    const name = `${event.Package ?? event.ImportPath} ${event.Test ?? ''}`;
    if (event.Output !== undefined) {
      outputs.set(name, [...(outputs.get(name) ?? []), event.Output]);
    }
    if (event.Action === 'fail' || event.Action === 'skip' || event.Action === 'build-fail') {
      // A package that has no test files is skipped as a whole.
      if (event.Action === 'skip' && event.Test === undefined) {
        continue;
      }
      console.log(outputs.get(name)?.join('') ?? name);
      count.failed++;
    }
    if (event.Action === 'pass' && event.Test !== undefined) {
      count.passed++;
    }
  }
  return atLeast(await ended, count);
}

interface GoEvent {
  Action?: string;
  Package?: string;
  ImportPath?: string;
  Test?: string;
  Output?: string;
}

function parse(line: string): GoEvent {
  try {
    return JSON.parse(line);
  } catch {
    return { Output: `${line}\n` };
  }
}

/** A runner that failed has at least one failure, whatever it counted. */
function atLeast(status: number | null, count: Count): Count {
  return status === 0 ? count : { ...count, failed: Math.max(count.failed, 1) };
}

function reportFile(name: string): string {
  const folder = path.join(buildFolder, 'reports');
  mkdirSync(folder, { recursive: true });
  return path.join(folder, name);
}
