import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { shipped as alerting, withTable } from '../../src/alerting/shipped';
import { shipped, textOf } from '../../src/dashboards/shipped';
import pluginJson from '../../src/plugin.json';
import type { HistodriftQuery } from '../../src/query/query';
import { schemaErrors } from '../../src/testing/schema';

import { alertingFiles, dashboardText, dashboards, queries, readText, readYaml, rules } from './shipped';

/** The number of a panel, by which rules lead to it. */
const panelOf = (name: string, title: string) =>
  dashboards()
    .find(({ uid }) => uid === `histodrift-${name}`)!
    .panels.find((panel) => panel.title === title)!.id;

interface Target {
  datasource: { uid: string };
}

describe('shipped queries', () => {
  it.each(queries())('$place: follows the schema', ({ query }) => {
    expect(schemaErrors(query as unknown as HistodriftQuery)).toEqual([]);
  });

  it('are there', () => {
    expect(queries().length).toBeGreaterThanOrEqual(4);
  });
});

describe('dashboards', () => {
  it.each(Object.entries(shipped))('%s: its file is what its code makes', (name, build) => {
    expect(dashboardText(name)).toBe(textOf(build()));
  });

  it.each(dashboards().flatMap((dashboard) => dashboard.panels))('$title: says what it shows', ({ description }) => {
    expect(description).toBeTruthy();
  });
});

describe('what the plugin brings along', () => {
  it.each(pluginJson.includes)(
    '$name: its dashboard is there, under the name that it is offered by',
    ({ path: file, name }) => {
      const text = readFileSync(path.resolve(__dirname, '../../provisioning', file), 'utf8');
      expect(JSON.parse(text)).toMatchObject({ uid: `histodrift-${path.basename(file, '.json')}`, title: name });
    }
  );
});

describe('a panel of a dashboard that is written as code', () => {
  const panels = Object.entries(shipped).flatMap(([name, build]) =>
    (build().panels ?? []).flatMap((panel) => ('targets' in panel ? [{ name, panel }] : []))
  );

  it.each(panels)('$name, $panel.title: its queries go where they are meant to go', ({ panel }) => {
    // Grafana sends all queries to the panel's data source unless that is the mixed one, and says nothing.
    const uids = new Set((panel.targets ?? []).map((target) => (target as unknown as Target).datasource.uid));
    const own = panel.datasource?.uid ?? [...uids][0];
    expect(uids.size > 1 ? own : [...uids][0]).toBe(uids.size > 1 ? '-- Mixed --' : own);
  });

  it.each(Object.entries(shipped))('%s: rows of panels have no holes', (_, build) => {
    const taken = new Map<number, number>();
    for (const { gridPos } of build().panels as Array<{ gridPos?: { y: number; w: number; h: number } }>) {
      const { y, w, h } = gridPos!;
      for (let line = y; line < y + h; line++) {
        taken.set(line, (taken.get(line) ?? 0) + w);
      }
    }
    expect([...taken.values()].filter((width) => width !== 24)).toEqual([]);
  });
});

describe('alert rules', () => {
  it.each(Object.entries(alerting(panelOf)))('%s: its file is what its code makes', (name, text) => {
    expect(readText(`provisioning/alerting/${name}.yaml`)).toBe(text);
  });

  it('have no other files', () => {
    expect(alertingFiles().sort()).toEqual(
      Object.keys(alerting(panelOf))
        .map((name) => `${name}.yaml`)
        .sort()
    );
  });

  it('stand in the docs as they are', () => {
    const page = readText('docs/alerting.md');
    expect(withTable(page)).toBe(page);
  });

  const own = rules().filter((rule) => rule.data.some((data) => data.datasourceUid === 'histodrift'));

  it.each(own)('$title: never fires where nothing can be judged', ({ noDataState }) => {
    expect(noDataState).toBe('OK');
  });

  it.each(rules())('$title: has a runbook that is there', ({ annotations }) => {
    const file = /\/blob\/main\/(.+\.md)$/.exec(annotations.runbook_url)?.[1];
    expect(file && existsSync(path.resolve(__dirname, '../..', file))).toBe(true);
  });

  it.each(rules())('$title: has its condition among its queries', ({ condition, data }) => {
    expect(data.map(({ refId }) => refId)).toContain(condition);
  });

  it.each(own)('$title: leads to a panel that is there', ({ dashboardUid, panelId }) => {
    const dashboard = dashboards().find(({ uid }) => uid === dashboardUid);
    expect(dashboard?.panels.map(({ id }) => id)).toContain(panelId);
  });
});

describe('compose file', () => {
  interface Service {
    image: string;
    volumes?: string[];
    healthcheck?: unknown;
    depends_on?: Record<string, { condition: string }>;
  }
  const { services, volumes } = readYaml<{ services: Record<string, Service>; volumes: Record<string, unknown> }>(
    'docker-compose.yaml'
  );
  const all = Object.entries(services).map(([name, service]) => ({ name, service }));

  it.each(all)('$name: its image is pinned to a version', ({ service }) => {
    expect(service.image).toMatch(/:(?:\$\{\w+:-)?v?\d+\.\d+\.\d+\}?$/);
  });

  it.each(all)('$name: what it mounts is in the repository, is built, or is a volume', ({ service }) => {
    const built = ['./dist', './.build'];
    for (const [source] of (service.volumes ?? []).map((volume) => volume.split(':'))) {
      const known =
        source in volumes ||
        built.some((folder) => source.startsWith(folder)) ||
        existsSync(path.resolve(__dirname, '../..', source));
      expect({ source, known }).toEqual({ source, known: true });
    }
  });

  it.each(all)('$name: waits for services that say when they are ready', ({ service }) => {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(Object.keys(services)).toContain(name);
      expect(condition === 'service_completed_successfully' || services[name].healthcheck !== undefined).toBe(true);
    }
  });
});
