import { type ChildProcess, spawn, type SpawnOptions, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Runs a command to its end with its output shown. Throws if it fails. */
export function run(command: string, args: string[], options: SpawnOptions = {}): void {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) {
    throw result.error;
  }
  if (result.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${result.status ?? result.signal}`);
  }
}

/** Whether a command runs and succeeds; its output is not shown. */
export function succeeds(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
}

/** Processes that belong together: when one ends, or this process is told to, all end. */
export class Processes {
  readonly #running = new Set<ChildProcess>();
  #stopping = false;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => this.stop());
    }
  }

  /** Starts a process. The others are stopped when it ends. */
  start(command: string, args: string[], options: SpawnOptions = {}): ChildProcess {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    this.#running.add(child);
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      process.exitCode = 1;
    });
    child.on('close', (code) => {
      this.#running.delete(child);
      if (!this.#stopping && code !== 0) {
        process.exitCode = 1;
      }
      this.stop();
    });
    return child;
  }

  /** Asks all processes to end, and makes those that do not within ten seconds. */
  stop(): void {
    if (this.#stopping) {
      return;
    }
    this.#stopping = true;
    for (const child of this.#running) {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    }
  }

  /** Whether the processes are ending. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** Resolves when all processes have ended. */
  async ended(): Promise<void> {
    await Promise.all(
      [...this.#running].map(
        (child) => new Promise((resolve) => (child.exitCode === null ? child.once('close', resolve) : resolve(null)))
      )
    );
  }
}
