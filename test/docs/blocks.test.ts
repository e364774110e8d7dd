import { parseAllDocuments } from 'yaml';

import { durationProblems } from '../../src/query/problem';
import type { HistodriftQuery } from '../../src/query/query';
import { schemaErrors } from '../../src/testing/schema';

import { type Block, blocks, pages } from './pages';

const all = pages.flatMap(blocks);
const of = (...languages: string[]) => all.filter(({ language }) => languages.includes(language));

/** What Grafana adds to a query. */
const envelope = new Set(['refId', 'datasource', 'hide', 'intervalMs', 'maxDataPoints', 'queryType']);

interface Found {
  place: string;
  query: Record<string, unknown>;
}

/** The queries that a value holds, however deep. */
function queriesIn(value: unknown, place: string): Found[] {
  if (Array.isArray(value)) {
    return value.flatMap((one) => queriesIn(one, place));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const record = value as Record<string, unknown>;
  if (typeof record.current === 'object' && record.current !== null) {
    return [{ place, query: Object.fromEntries(Object.entries(record).filter(([key]) => !envelope.has(key))) }];
  }
  return Object.values(record).flatMap((one) => queriesIn(one, place));
}

const placeOf = ({ page, line }: Block) => `${page}:${line}`;
const json = of('json').map((block) => ({ ...block, place: placeOf(block) }));
const yaml = of('yaml').map((block) => ({ ...block, place: placeOf(block) }));

describe('blocks of JSON', () => {
  it.each(json)('$place: is JSON', ({ text }) => {
    expect(() => JSON.parse(text)).not.toThrow();
  });
});

describe('blocks of YAML', () => {
  it.each(yaml)('$place: is YAML', ({ text }) => {
    const documents = parseAllDocuments(text);
    expect(Array.isArray(documents) ? documents.flatMap(({ errors }) => errors) : []).toEqual([]);
    expect(text).not.toContain('…');
  });
});

describe('queries on pages', () => {
  const queries = [
    ...json.flatMap(({ place, text }) => queriesIn(JSON.parse(text), place)),
    ...yaml.flatMap(({ place, text }) =>
      parseAllDocuments(text, { merge: true }).flatMap((document) => queriesIn(document.toJS(), place))
    ),
  ];

  it('are there', () => {
    expect(queries.length).toBeGreaterThan(20);
  });

  it.each(queries)('$place: follows the schema', ({ query }) => {
    expect(schemaErrors(query as unknown as HistodriftQuery)).toEqual([]);
  });
});

/** Data sources on pages are read as Grafana would hand them to the plugin. */
describe('data sources on pages', () => {
  interface Provisioned {
    type: string;
    uid: string;
    url: string;
    jsonData?: Record<string, string>;
  }
  const sources = yaml.flatMap(({ place, text }) =>
    parseAllDocuments(text).flatMap((document) => {
      const { datasources = [] } = (document.toJS() ?? {}) as { datasources?: Provisioned[] };
      return datasources
        .filter(({ type }) => type === 'histodrift-divergence-datasource')
        .map((source) => ({ place, source }));
    })
  );

  it.each(sources)('$place: has lengths of time that are some', ({ source }) => {
    const { timeInterval = '15s', queryTimeout = '60s' } = source.jsonData ?? {};
    expect(durationProblems('timeInterval', timeInterval)).toEqual([]);
    expect(durationProblems('queryTimeout', queryTimeout)).toEqual([]);
    expect(source.url).toMatch(/^https?:\/\//);
  });

  it('are there', () => {
    expect(sources.length).toBeGreaterThan(1);
  });
});
