import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';

const root = path.resolve(__dirname, '../..');
const folder = path.join(root, '.github/workflows');

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  strategy?: { matrix: Record<string, unknown[]> };
  env?: Record<string, string>;
  needs?: string;
  steps: Step[];
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  concurrency: { group: string };
  jobs: Record<string, Job>;
}

const texts = Object.fromEntries(
  readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')])
);
const workflows = Object.entries(texts).map(([file, text]): [string, Workflow] => [file, parse(text)]);
const jobs = workflows.flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]): [string, string, Job] => [file, name, job])
);
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

test('there are a workflow for changes and one for releases', () => {
  expect(Object.keys(texts).sort()).toEqual(['ci.yml', 'release.yml']);
});

describe.each(workflows)('%s', (file, workflow) => {
  test('gives no permissions but those that a job asks for', () => {
    expect(workflow.permissions).toEqual({});
  });

  test('does not run twice for the same at once', () => {
    expect(workflow.concurrency.group).toContain('github.ref');
  });

  test('pins each action to a commit, and says of which version it is', () => {
    const uses = texts[file].split('\n').filter((line) => line.includes('uses:'));
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) {
      expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });
});

test('an action has one commit in all workflows', () => {
  const commits = new Map<string, Set<string>>();
  for (const { uses } of jobs.flatMap(([, , { steps }]) => steps)) {
    const [action, commit] = uses?.split('@') ?? [];
    if (action) {
      commits.set(action, (commits.get(action) ?? new Set()).add(commit));
    }
  }
  expect([...commits].filter(([, { size }]) => size > 1)).toEqual([]);
});

describe.each(jobs)('%s, job %s', (file, name, job) => {
  test('says what it may do and how long', () => {
    expect(job.permissions).toBeDefined();
    expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('only reads, unless it publishes', () => {
    const writes = Object.values(job.permissions!).some((right) => right === 'write');
    expect(writes).toBe(file === 'release.yml' && name === 'publish');
  });

  test('runs only commands that there are', () => {
    const commands = job.steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/\bnpm run ([\w:]+)/g)].map(([, name]) => name)
    );
    for (const command of commands) {
      expect(scripts).toHaveProperty([command]);
    }
  });

  test('puts nothing from outside into a script', () => {
    for (const { run = '' } of job.steps) {
      expect(run).not.toContain('${{');
    }
  });

  test('leaves no credentials behind a checkout', () => {
    for (const { uses = '', with: options } of job.steps) {
      if (uses.startsWith('actions/checkout@')) {
        expect(options).toMatchObject({ 'persist-credentials': false });
      }
    }
  });

  test('installs what is locked before it runs anything of it', () => {
    const runs = job.steps.map(({ run = '' }) => run);
    const first = runs.findIndex((run) => /\bnpm (run|test)\b|\bnpx\b/.test(run));
    if (first >= 0) {
      expect(runs.slice(0, first)).toContain('npm ci');
    }
  });
});

test('changes are tested on the oldest and the newest Node, and on Grafana 12.3 and the newest', () => {
  const { test: tests, e2e } = parse(texts['ci.yml']).jobs as Record<string, Job>;
  const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  expect(tests.strategy!.matrix.node).toEqual([20, 24]);
  expect(engines.node).toMatch(/^>=20\./);
  expect(e2e.strategy!.matrix.grafana).toEqual(['12.3.0', 'latest']);
  expect(e2e.env).toMatchObject({ DEMO: 'compose', GRAFANA_VERSION: '${{ matrix.grafana }}' });
});

test('the oldest Grafana that is tested is the oldest that plugin.json allows', () => {
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'src/plugin.json'), 'utf8'));
  const compose = parse(readFileSync(path.join(root, 'docker-compose.yaml'), 'utf8'), { merge: true });
  expect(dependencies.grafanaDependency).toBe('>=12.3.0');
  expect(compose.services.grafana.image).toBe('grafana/grafana:${GRAFANA_VERSION:-12.3.0}');
});

test('a release takes nothing from a cache that other runs fill', () => {
  for (const { uses = '', with: options = {} } of Object.values(
    parse(texts['release.yml']).jobs as Record<string, Job>
  ).flatMap(({ steps }) => steps)) {
    if (uses.startsWith('actions/setup-node@')) {
      expect(options).toMatchObject({ 'package-manager-cache': false });
      expect(options).not.toHaveProperty('cache');
    }
    if (uses.startsWith('actions/setup-go@')) {
      expect(options).toMatchObject({ cache: false });
    }
  }
});

test('a release is published only after it was tested and packaged', () => {
  const { package: packaged, publish } = parse(texts['release.yml']).jobs as Record<string, Job>;
  const runs = packaged.steps.map(({ run }) => run);
  expect(runs.indexOf('npm test')).toBeGreaterThan(runs.indexOf('npm ci'));
  expect(runs.indexOf('npm run package')).toBeGreaterThan(runs.indexOf('npm test'));
  expect(publish.needs).toBe('package');
});
