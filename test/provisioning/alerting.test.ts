import { parse } from 'yaml';

import { recovers } from '../../src/alerting/levels';
import { notifications } from '../../src/alerting/notifications';

import { dashboards, readText, readYaml, rules } from './shipped';

type Rule = ReturnType<typeof rules>[number];

interface Condition {
  evaluator: { type: string; params: number[] };
  unloadEvaluator?: { type: string; params: number[] };
}

const isOwn = (data: { datasourceUid: string }) => data.datasourceUid === 'histodrift';
const own = rules().filter(({ data }) => data.some(isOwn));

/** The labels that PromQL keeps. */
function grouped(expr = ''): string[] {
  return [...expr.matchAll(/\bby \(([\w, ]+)\)/g)].flatMap(([, labels]) => labels.split(/, */));
}

function conditionOf({ data, condition }: Rule): Condition {
  return (data.find(({ refId }) => refId === condition)?.model.conditions as Condition[])[0];
}

describe('every rule', () => {
  it.each(rules())('$title: tells who answers', ({ labels }) => {
    expect(labels).toEqual({
      severity: expect.stringMatching(/^(page|ticket)$/),
      team: expect.any(String),
      owner: expect.any(String),
      cause: expect.any(String),
    });
  });

  it.each(rules())('$title: its texts name only values that it asks for', ({ annotations, data }) => {
    const known = data.map(({ refId }) => refId);
    for (const [, refId] of Object.values(annotations)
      .join()
      .matchAll(/\$values\.(\w+)/g)) {
      expect(known).toContain(refId);
    }
  });

  it.each(rules())('$title: its texts name only labels that its groups have', ({ annotations, data }) => {
    const labels = data.flatMap(
      ({ model }) => (model.groupBy as string[]) ?? grouped(model.expr as string | undefined)
    );
    for (const [, label] of Object.values(annotations)
      .join()
      .matchAll(/\$labels\.(\w+)/g)) {
      expect(labels).toContain(label);
    }
  });

  it.each(rules())('$title: its expressions name only what it asks for', ({ data }) => {
    const known = data.map(({ refId }) => refId);
    for (const { datasourceUid, model } of data) {
      if (datasourceUid === '__expr__') {
        const expression = model.expression as string;
        const names =
          model.type === 'math' ? [...expression.matchAll(/\$(\w+)/g)].map(([, name]) => name) : [expression];
        expect(known).toEqual(expect.arrayContaining(names));
      }
    }
  });

  it.each(own)('$title: its queries have the same groups, so that they are joined', ({ data }) => {
    const groups = data.filter(isOwn).map(({ model }) => JSON.stringify(model.groupBy));
    expect(new Set(groups).size).toBe(1);
  });
});

describe('rules that fire on what is certain', () => {
  const certain = own.filter(({ data }) => data.some(({ refId }) => refId === 'lower'));

  it.each(certain)('$title: its level is the threshold that its query draws and warns about', (rule) => {
    const lower = rule.data.find(({ refId }) => refId === 'lower')!;
    expect(lower.model.alertOn).toBe('lower');
    const [level] = conditionOf(rule).evaluator.params;
    const urgency = rule.data.find(({ refId }) => refId === 'urgency')?.model.expression as string | undefined;
    expect(urgency ? urgency.includes(`$lower / ${lower.model.threshold} *`) && level : level).toBe(
      urgency ? 1 : lower.model.threshold
    );
  });

  it.each(certain)('$title: ends below the level at which it began', (rule) => {
    const { evaluator, unloadEvaluator } = conditionOf(rule);
    expect(unloadEvaluator).toEqual({ type: 'lt', params: [evaluator.params[0] * recovers] });
  });
});

describe('pages', () => {
  it.each(rules().filter(({ labels }) => labels.severity === 'page'))(
    '$title: needs a change and an impact',
    ({ data }) => {
      const sources = new Set(data.map(({ datasourceUid }) => datasourceUid));
      expect(sources).toEqual(new Set(['histodrift', 'prometheus', '__expr__']));
      const urgency = data.find(({ refId }) => refId === 'urgency')?.model.expression;
      expect(urgency).toMatch(/\$(lower|rate|verdict).* \* \(\$errors > /);
    }
  );
});

describe('notifications', () => {
  const routes = (file: string) =>
    readYaml<typeof notifications>(file).policies.flatMap((policy) => [policy, ...policy.routes]);
  const names = (list: Array<{ name: string }> = []) => list.map(({ name }) => name);
  const examples = ['pagerduty', 'opsgenie', 'rollout-webhook', 'flag-webhook', 'contact-points', 'mute-timings'].map(
    (name) => readYaml<Partial<typeof notifications>>(`examples/alerting/${name}.yaml`)
  );

  it.each([
    { file: 'provisioning/alerting/notifications.yaml', parts: [notifications] },
    { file: 'examples/alerting/policies.yaml', parts: examples },
  ])('$file: leads to contact points and times that are there', ({ file, parts }) => {
    const points = parts.flatMap(({ contactPoints }) => names(contactPoints));
    const times = parts.flatMap(({ muteTimes }) => names(muteTimes));
    for (const route of routes(file)) {
      expect(points).toContain(route.receiver);
      for (const time of ('mute_time_intervals' in route && route.mute_time_intervals) || []) {
        expect(times).toContain(time);
      }
    }
  });

  it.each(['pagerduty', 'opsgenie', 'rollout-webhook', 'flag-webhook'])(
    '%s: its secrets are in the environment',
    (name) => {
      const settings = parse(readText(`examples/alerting/${name}.yaml`)).contactPoints[0].receivers[0].settings;
      for (const [key, value] of Object.entries(settings)) {
        if (/key$|credentials$|^url$/i.test(key)) {
          expect(value).toMatch(/^\$[A-Z_]+$/);
        }
      }
    }
  );
});

describe('runbooks', () => {
  // A step names the dashboard by its link and the panel in italics: [Debug](http://…/d/histodrift-debug), *Contributions*.
  const links = /\[[^\]]+\]\(http:\/\/127\.0\.0\.1:3000\/d\/(histodrift-[\w-]+)\)(?:,\s+(?:panel\s+)?\*([^*]+)\*)?/g;
  const steps = rules().flatMap(({ uid }) => {
    const name = uid.replace('histodrift-', '');
    const found = [...readText(`docs/runbooks/${name}.md`).matchAll(links)];
    return found.map(([, dashboard, panel]) => ({ name, dashboard, panel }));
  });

  it.each(steps)('$name: leads to $dashboard, $panel', ({ dashboard, panel }) => {
    const found = dashboards().find(({ uid }) => uid === dashboard);
    expect(found).toBeDefined();
    expect(panel === undefined || found!.panels.some(({ title }) => title === panel)).toBe(true);
  });
});
