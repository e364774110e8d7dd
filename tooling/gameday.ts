// Plays a game day: injects drifts into the lab, and tells which of Grafana's rules fired for them and how soon.
import { setTimeout as sleep } from 'node:timers/promises';

import { command } from './gameday/command';
import { Unusable } from './gameday/http';

const broken = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => broken.abort());
}

process.exitCode = await command(process.argv.slice(2), process.env, {
  fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(60_000) }),
  now: Date.now,
  // What is injected is stopped before this process ends.
  sleep: (milliseconds) =>
    sleep(milliseconds, undefined, { signal: broken.signal }).catch(() => {
      throw new Unusable('Broken off.');
    }),
  print: console.log,
});
