import type { HistodriftQuery } from '../../src/query/query';
import { schemaErrors } from '../../src/testing/schema';

import { dashboardText } from './shipped';

interface Target {
  refId: string;
  datasource?: { type: string };
}

interface Panel {
  title: string;
  type: string;
}

interface Board {
  panels: Panel[];
  annotations: { list?: Array<{ name: string; target?: Target }> };
  templating: { list: Array<{ name: string; query?: unknown; current?: { value?: string } }> };
}

const names = ['debug', 'canary', 'postmortem', 'usecases'];
const read = (name: string): Board => JSON.parse(dashboardText(name));

/** What the schema says against a query, with the variables as they are when the dashboard opens. */
function problems(query: unknown, { templating }: Board): string[] {
  const filled = templating.list.reduce(
    (text, { name, current }) => text.replaceAll(`$${name}"`, `${current?.value ?? name}"`),
    JSON.stringify(query)
  );
  return schemaErrors(JSON.parse(filled) as HistodriftQuery);
}

describe.each(names)('%s', (name) => {
  const board = read(name);
  const { panels, annotations, templating } = board;
  const variables = new Set(templating.list.map((variable) => variable.name));

  it('uses the variables that it has, and only these', () => {
    const text = JSON.stringify([panels, annotations]);
    const used = [...text.matchAll(/\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g)].map(([, braced, bare]) => braced ?? bare);
    const own = used.filter((variable) => !variable.startsWith('_') && !/^\d/.test(variable));
    expect(own.filter((variable) => !variables.has(variable))).toEqual([]);
  });

  it('asks for episodes as the schema says', () => {
    const asked = (annotations.list ?? []).flatMap(({ target }) =>
      target?.datasource?.type === 'histodrift-divergence-datasource' ? [target] : []
    );
    for (const { refId: _, datasource: __, ...query } of asked) {
      expect(problems(query, board)).toEqual([]);
    }
  });

  it('asks for the groups of its variables as the schema says', () => {
    for (const { query } of templating.list) {
      const ranking = (query as { query?: Record<string, unknown> } | undefined)?.query;
      if (typeof ranking === 'object') {
        const { refId: _, ...question } = ranking;
        expect(problems(question, board)).toEqual([]);
      }
    }
  });
});

describe('use cases', () => {
  const { panels } = read('usecases');
  const titles = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
  const wanted = [
    ...upTo(7).map((n) => `L${n} `),
    ...upTo(10).map((n) => `UC${n} `),
    ...upTo(5).map((n) => `Fault ${n} `),
  ];

  it.each(wanted)('have a row for %s', (start) => {
    expect(titles.filter((title) => title.startsWith(start))).toHaveLength(1);
  });

  it('have panels in each row', () => {
    const empty = panels.filter(({ type }, i) => type === 'row' && (panels[i + 1]?.type ?? 'row') === 'row');
    expect(empty).toEqual([]);
  });
});

function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}
