import { parseArgs } from 'node:util';

import { type Drill, drills } from './drills';
import { type Fetch, Server, Unusable } from './http';
import { Lab } from './lab';
import { labelText, printable } from './labels';
import { Pages } from './pages';
import { obstacle, type Outcome, play, type World } from './play';
import { passed, report } from './report';
import { firingPages, readRules } from './rules';

/** The clock, the network and the screen. */
export interface Outside extends Pick<World, 'now' | 'sleep' | 'print'> {
  fetch: Fetch;
}

const usage = `Usage: npm run gameday -- [--check] [--together] [--limit minutes] [drift …]

Injects drifts into the lab and waits until Grafana's rules fire for them.
  --check      only say what would be done, and what is in the way
  --together   all drifts at the same time instead of one after the other
  --limit      how many minutes a rule has to fire (40)
GRAFANA_URL (http://127.0.0.1:3000), GRAFANA_TOKEN and LAB_URL (http://127.0.0.1:9095) say where they are.`;

/** Plays a game day. Returns the exit code: 1 if a rule did not fire, or a page did that should not. */
export async function command(
  args: string[],
  env: Record<string, string | undefined>,
  outside: Outside
): Promise<number> {
  try {
    const wish = read(args);
    if (wish.help) {
      outside.print(usage);
      return 0;
    }
    return await run(wish, worldOf(env, outside));
  } catch (error) {
    if (error instanceof Unusable) {
      outside.print(error.message);
      return 1;
    }
    throw error;
  }
}

interface Wish {
  chosen: Drill[];
  limit: number;
  check: boolean;
  together: boolean;
  help: boolean;
}

function read(args: string[]): Wish {
  const { values, positionals } = parse(args);
  const limit = Number(values.limit ?? '40');
  if (!(Number.isInteger(limit) && limit > 0 && limit <= 24 * 60)) {
    throw new Unusable(`--limit ${values.limit}: give whole minutes, 1 to ${24 * 60}`);
  }
  const { check = false, together = false, help = false } = values;
  return { chosen: choose(positionals), limit, check, together, help };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        check: { type: 'boolean' },
        together: { type: 'boolean' },
        limit: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Unusable(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** The drills of some drifts, or the usual ones. */
function choose(names: string[]): Drill[] {
  const all = drills.flatMap(({ drifts }) => drifts);
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    throw new Unusable(`No rule is known for the drift "${printable(unknown)}". There are ${all.sort().join(', ')}.`);
  }
  return drills.filter(({ usual, drifts }) =>
    names.length === 0 ? usual : drifts.some((drift) => names.includes(drift))
  );
}

function worldOf(env: Record<string, string | undefined>, { fetch, now, sleep, print }: Outside): World {
  const token = env.GRAFANA_TOKEN;
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  const grafana = env.GRAFANA_URL || 'http://127.0.0.1:3000';
  const lab = env.LAB_URL || 'http://127.0.0.1:9095';
  return {
    grafana: new Server('Grafana', grafana, fetch, 'start it by npm run demo, or set GRAFANA_URL', headers),
    lab: new Lab(new Server('The lab', lab, fetch, 'start it by npm run demo, or set LAB_URL')),
    now,
    sleep,
    print,
  };
}

async function run({ chosen, limit, check, together }: Wish, world: World): Promise<number> {
  const drifts = await world.lab.drifts();
  const rules = await readRules(world.grafana);
  if (check) {
    const lines = chosen.map((drill) => ({ drill, state: obstacle(drill, rules, drifts) }));
    lines.forEach(({ drill, state }) => world.print(`${plan(drill, limit)} – ${state ?? 'ready'}`));
    world.print('Nothing was injected.');
    return lines.some(({ state }) => state !== undefined) ? 1 : 0;
  }
  const pages = new Pages(chosen, firingPages(rules));
  for (const { uid, labels } of pages.before) {
    world.print(`Fires already and does not count: ${uid} ${printable(labelText(labels))}`);
  }
  const outcomes: Outcome[] = [];
  const playOne = async (drill: Drill) => outcomes.push(await play(drill, drifts, limit, pages, world));
  if (together) {
    // All end before a failure is told, so that every drift is stopped.
    const ended = await Promise.allSettled(chosen.map(playOne));
    const failed = ended.find((one) => one.status === 'rejected');
    if (failed) {
      throw failed.reason;
    }
  } else {
    for (const drill of chosen) {
      await playOne(drill);
    }
  }
  report(outcomes, pages).forEach((line) => world.print(line));
  return passed(outcomes, pages) ? 0 : 1;
}

function plan({ drifts, rule, labels }: Drill, limit: number): string {
  const whom = Object.keys(labels).length === 0 ? '' : ` for ${labelText(labels)}`;
  return `${drifts.join(', ')}: ${rule} has to fire${whom} within ${limit} min`;
}
