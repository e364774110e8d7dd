import type { Drill } from './drills';
import { type Server, Unusable } from './http';
import type { Lab } from './lab';
import { type Labels, labelText, printable } from './labels';
import type { Pages } from './pages';
import { firingPages, foremost, readRules, type Rule } from './rules';

/** Everything outside that a game day is played with. */
export interface World {
  grafana: Server;
  lab: Lab;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Fails when the game day is broken off. */
  sleep(milliseconds: number): Promise<void>;
  print(line: string): void;
}

/** What came of a drill. */
export interface Outcome {
  drill: Drill;
  /** When the drifts were injected, and when the rule fired, in milliseconds since the epoch. */
  injected?: number;
  fired?: number;
  /** The rule's state in the end, or what was in the way. */
  state: string;
  /** Of the alert. */
  labels?: Labels;
  summary?: string;
  /** The contact points whose notifications came. */
  told?: string[];
}

const second = 1000;
const minute = 60 * second;
const poll = 15 * second;
/** A notification comes after Grafana's group wait. */
const patience = 3 * minute;

/** What keeps a drill from being played, or undefined. */
export function obstacle(drill: Drill, rules: Rule[], drifts: string[]): string | undefined {
  const unknown = drill.drifts.filter((drift) => !drifts.includes(drift));
  if (unknown.length > 0) {
    return `the lab has no drift ${unknown.join(', ')}`;
  }
  const rule = rules.find(({ uid }) => uid === drill.rule);
  if (!rule) {
    return 'Grafana has no such rule: is it provisioned?';
  }
  if (rule.error !== undefined) {
    return `the rule can't be evaluated: ${printable(rule.error)}`;
  }
  const state = foremost(rule, drill.labels)?.state;
  if (state && ['firing', 'recovering', 'pending'].includes(state)) {
    return `it is ${state} already: begin when it is quiet`;
  }
  return undefined;
}

/** Injects the drifts of a drill and waits until the rule fires, for some minutes at most. */
export async function play(
  drill: Drill,
  drifts: string[],
  limit: number,
  pages: Pages,
  world: World
): Promise<Outcome> {
  const state = obstacle(drill, await readRules(world.grafana), drifts);
  if (state !== undefined) {
    say(drill, world, `not played, as ${state}`);
    return { drill, state: `not played: ${state}` };
  }
  const outcome: Outcome = { drill, state: 'quiet' };
  try {
    outcome.injected = world.now();
    for (const drift of drill.drifts) {
      await world.lab.inject(drift, limit + patience / minute);
    }
    say(drill, world, `injected; ${drill.rule} has ${limit} min to fire`);
    await untilItFires(outcome, limit, pages, world);
    await untilItIsTold(outcome, world);
  } finally {
    await stop(drill, world);
  }
  return outcome;
}

async function untilItFires(outcome: Outcome, limit: number, pages: Pages, world: World): Promise<void> {
  const { drill, injected = 0 } = outcome;
  let said = '';
  while (world.now() - injected < limit * minute) {
    await world.sleep(poll);
    const line = await patiently(drill, world, () => look(outcome, pages, world));
    const passed = Math.floor((world.now() - injected) / minute);
    // A line a minute, and one for each change.
    if (line !== undefined && `${line} ${passed}` !== said) {
      said = `${line} ${passed}`;
      say(drill, world, `${line} after ${duration(world.now() - injected)}`);
    }
    if (outcome.fired !== undefined) {
      return;
    }
  }
  say(drill, world, `has not fired within ${limit} min; it is ${outcome.state}`);
}

/** Reads the state of the rule, and whether a page fires that should not. */
async function look(outcome: Outcome, pages: Pages, world: World): Promise<string> {
  const { drill } = outcome;
  const rules = await readRules(world.grafana);
  for (const page of pages.see(firingPages(rules))) {
    world.print(`A page that should not: ${page.uid} ${printable(labelText(page.labels))}`);
  }
  const rule = rules.find(({ uid }) => uid === drill.rule);
  if (!rule) {
    outcome.state = 'gone';
    return 'the rule is gone';
  }
  const found = foremost(rule, drill.labels);
  outcome.state = found?.state ?? 'quiet';
  if (found) {
    outcome.labels = found.instance.labels;
    outcome.summary = found.instance.annotations.summary;
  }
  if (found?.state === 'firing') {
    outcome.fired = world.now();
  }
  return rule.error === undefined ? outcome.state : `${outcome.state} (${printable(rule.error)})`;
}

/** Waits for the notification; that none comes is no failure, as the contact point may be another. */
async function untilItIsTold(outcome: Outcome, world: World): Promise<void> {
  const { drill, injected = 0, fired } = outcome;
  const name = outcome.labels?.alertname;
  if (fired === undefined || name === undefined) {
    return;
  }
  const end = world.now() + patience;
  outcome.told = [];
  do {
    const told = await patiently(drill, world, () => world.lab.told(name, drill.labels, injected));
    outcome.told = told ?? outcome.told;
    if (outcome.told.length > 0) {
      say(drill, world, `told by ${printable(outcome.told.join(', '))} after ${duration(world.now() - injected)}`);
      return;
    }
    await world.sleep(poll);
  } while (world.now() < end);
  say(drill, world, 'no notification has come to the lab');
}

/** Does something that may fail for once, as servers restart. */
async function patiently<T>(drill: Drill, world: World, action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Unusable) {
      say(drill, world, error.message);
      return undefined;
    }
    throw error;
  }
}

async function stop(drill: Drill, world: World): Promise<void> {
  for (const drift of drill.drifts) {
    await patiently(drill, world, () => world.lab.stop(drift));
  }
}

function say(drill: Drill, world: World, text: string): void {
  const time = new Date(world.now()).toISOString().slice(11, 19);
  world.print(`${time}  ${drill.drifts.join(', ')}: ${text}`);
}

/** A length of time for people: 12 min 5 s. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / second);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
