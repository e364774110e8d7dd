import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { HistodriftQuery } from '../../src/query/query';
import { schemaErrors } from '../../src/testing/schema';

import { readYaml } from './shipped';

const root = path.resolve(__dirname, '../..');
const text = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** An answer of the gate, as the query layer gave it. */
const golden = JSON.parse(text('pkg/plugin/testdata/verdict.gate.json'));

/** What the schema says against a query of the gate, which may leave out the view. */
function verdictErrors(query: Record<string, unknown>): string[] {
  return schemaErrors({ ...query, view: 'verdict' } as unknown as HistodriftQuery);
}

/** What a JSON path of the form {$.a.b} finds. */
function at(jsonPath: string, answer: unknown): unknown {
  const steps = /^\{\$\.([a-zA-Z.]+)\}$/.exec(jsonPath)?.[1].split('.') ?? [];
  return steps.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], answer);
}

interface Metric {
  successCondition: string;
  failureCondition: string;
  count: number;
  failureLimit: number;
  inconclusiveLimit: number;
  consecutiveSuccessLimit: number;
  provider: {
    web: {
      method: string;
      url: string;
      headers: Array<{ key: string; value: string }>;
      jsonPath: string;
      jsonBody: { query: Record<string, unknown>; from: string };
    };
  };
}

interface Template {
  kind: string;
  spec: { args: Array<{ name: string; value?: string; valueFrom?: unknown }>; metrics: Metric[] };
}

interface Rollout {
  spec: {
    strategy: {
      canary: {
        steps: Array<{ analysis?: { templates: Array<{ templateName: string }>; args: Array<{ name: string }> } }>;
      };
    };
  };
}

describe('Argo Rollouts', () => {
  const template = readYaml<Template>('examples/argo-rollouts/analysis-template.yaml');
  const [metric] = template.spec.metrics;
  const { web } = metric.provider;

  it('asks a query that follows the schema', () => {
    expect(verdictErrors(web.jsonBody.query)).toEqual([]);
    expect(Object.keys(web.jsonBody).sort()).toEqual(['from', 'query']);
  });

  it('tells pass from fail by what the gate answers', () => {
    expect(at(web.jsonPath, golden)).toBe('fail');
    expect(metric.successCondition).toBe('result == "pass"');
    expect(metric.failureCondition).toBe('result == "fail"');
  });

  it('never goes on without a pass, and fails at once', () => {
    expect(metric.failureLimit).toBe(0);
    expect(metric.consecutiveSuccessLimit).toBeGreaterThan(0);
    expect(metric.inconclusiveLimit).toBeLessThan(metric.count);
  });

  it('uses arguments that it has, the token from a secret', () => {
    const names = template.spec.args.map(({ name }) => name);
    const used = [...JSON.stringify(metric).matchAll(/\{\{args\.([\w-]+)\}\}/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(names));
    expect(web.method).toBe('POST');
    expect(web.headers).toContainEqual({ key: 'Authorization', value: 'Bearer {{args.token}}' });
    const token = template.spec.args.find(({ name }) => name === 'token');
    expect(token).toEqual({ name: 'token', valueFrom: { secretKeyRef: { name: 'histodrift-gate', key: 'token' } } });
  });

  it('gets from the rollout what it has no value of', () => {
    const rollout = readYaml<Rollout>('examples/argo-rollouts/rollout.yaml');
    const analysis = rollout.spec.strategy.canary.steps.flatMap((step) => step.analysis ?? []);
    const open = template.spec.args.filter(({ value, valueFrom }) => !value && !valueFrom).map(({ name }) => name);
    expect(analysis[0].args.map(({ name }) => name)).toEqual(open);
    expect(analysis[0].templates).toEqual([{ templateName: 'histodrift-latency' }]);
  });
});

describe('Flagger', () => {
  interface RecordingRules {
    groups: Array<{
      rules: Array<{
        record: { metric: string; from: string; targetDatasourceUid: string };
        data: Array<{ refId: string; datasourceUid: string; model: Record<string, unknown> }>;
      }>;
    }>;
  }
  const { rules } = readYaml<RecordingRules>('examples/flagger/recording-rule.yaml').groups[0];
  const template = readYaml<{ metadata: object; spec: { provider: { type: string }; query: string } }>(
    'examples/flagger/metric-template.yaml'
  );

  it('records a query that follows the schema, as one number for each group', () => {
    const [{ record, data }] = rules;
    expect(data[0].refId).toBe(record.from);
    expect(verdictErrors(data[0].model)).toEqual([]);
    expect(data[0].model).toMatchObject({ view: 'verdict', format: 'numeric' });
  });

  it('reads what is recorded', () => {
    expect(template.spec.provider.type).toBe('prometheus');
    expect(template.spec.query).toContain(`${rules[0].record.metric}{`);
  });

  it('rolls back at a fail only', () => {
    const canary = readYaml<{
      spec: { analysis: { metrics: Array<{ templateRef: object; thresholdRange: object }> } };
    }>('examples/flagger/canary.yaml');
    const [metric] = canary.spec.analysis.metrics;
    expect(metric.templateRef).toEqual(template.metadata);
    expect(metric.thresholdRange).toEqual({ max: 1 });
  });
});

describe('shell', () => {
  /** Runs the script with a curl that gives an answer. */
  function run(answer: string) {
    const folder = mkdtempSync(path.join(tmpdir(), 'gate-'));
    writeFileSync(path.join(folder, 'answer'), answer);
    writeFileSync(path.join(folder, 'curl'), `#!/bin/sh\ncat ${folder}/answer\n`);
    chmodSync(path.join(folder, 'curl'), 0o755);
    const env = { PATH: `${folder}:${process.env.PATH}`, GRAFANA: 'http://g', TOKEN: 't', INTERVAL: '0' };
    return spawnSync(path.join(root, 'examples/shell/gate.sh'), ['query.json', '2'], { env, encoding: 'utf8' });
  }

  it('sends a query that follows the schema', () => {
    const body = JSON.parse(text('examples/shell/query.json'));
    expect(verdictErrors(body.query)).toEqual([]);
  });

  it.each([
    ['fail', 2],
    ['pass', 0],
    ['inconclusive', 1],
  ])('ends with the verdict: %s', (verdict, status) => {
    const { status: got, stdout } = run(JSON.stringify({ ...golden, verdict }));
    expect(got).toBe(status);
    expect(stdout).toContain('checkout: JS');
  });

  it.each(['', '{"message":"the server can\'t be reached","category":"unavailable"}'])(
    'does not pass: %s',
    (answer) => {
      expect(run(answer).status).toBe(1);
    }
  );
});

describe('docs/gates.md', () => {
  const page = text('docs/gates.md');
  const rows = [...page.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, name]) => name);

  it('describes each member of the answer, and no other', () => {
    const [group] = golden.groups as Array<Record<string, unknown>>;
    const members = [
      ...Object.keys(golden).filter((name) => name !== 'groups'),
      ...Object.keys(group).map((name) => `groups.${name}`),
    ];
    expect(rows.sort()).toEqual(members.sort());
  });

  it('links to what is there', () => {
    for (const [, target] of page.matchAll(/\]\((\.\.\/[^)#]+)\)/g)) {
      expect(text(path.join('docs', target)).length).toBeGreaterThan(0);
    }
  });
});
