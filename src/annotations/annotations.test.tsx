import { render, screen } from '@testing-library/react';
import plugin from '../plugin.json';
import { datasourceOf, input, person } from '../testing/editor';
import { minimal, ofViews } from '../testing/questions';
import { schemaErrors } from '../testing/schema';
import type { HistodriftQuery } from '../query/query';
import { isComplete } from '../query/validate';
import { EpisodesEditor } from './EpisodesEditor';
import { annotations } from './annotations';

const prepare = (target?: HistodriftQuery) =>
  annotations.prepareQuery!({ name: 'Drift', enable: true, iconColor: 'red', target });

test('Grafana offers them', () => {
  expect(plugin.annotations).toBe(true);
});

test('a question becomes that of its episodes', () => {
  const query = prepare({ ...ofViews.ranking, measures: ['js', 'kl'], instant: true });
  expect(JSON.parse(JSON.stringify(query))).toEqual({
    refId: 'A',
    version: 1,
    view: 'episodes',
    current: minimal.current,
    groupBy: ['tenant'],
    baseline: { kind: 'rest' },
    measures: ['js'],
    alertOn: 'lower',
    limit: 20,
    threshold: 0.05,
  });
  expect(schemaErrors(query!)).toEqual([]);
});

test('episodes stay as they are', () => {
  expect(JSON.parse(JSON.stringify(prepare(ofViews.episodes)))).toEqual(ofViews.episodes);
});

test('an annotation that has no question yet, or half of one, runs none', () => {
  expect(prepare(undefined)).toBeUndefined();
  expect(isComplete(prepare({ refId: 'Anno' } as HistodriftQuery)!)).toBe(false);
});

test('a question of a version that nobody here knows is not touched', () => {
  const newer = { ...minimal, version: 2 as never };
  expect(prepare(newer)).toBe(newer);
});

test('a new one is complete but for its metric', () => {
  const start = { refId: 'Anno', ...annotations.getDefaultQuery!() } as HistodriftQuery;
  expect(start).toMatchObject({ view: 'episodes', threshold: 0.05 });
  expect(schemaErrors({ ...start, current: { metric: 'm' } })).toEqual([]);
});

test('the editor is that of queries, with the view fixed', async () => {
  const onChange = jest.fn();
  const datasource = datasourceOf(async () => ({}));
  render(<EpisodesEditor datasource={datasource} query={minimal} onChange={onChange} onRunQuery={() => {}} />);
  expect(screen.queryByLabelText('View')).toBeNull();
  expect(input('Threshold')).toHaveValue(0.05);
  await person().type(input('At least'), '10m{Enter}');
  expect(onChange).toHaveBeenCalledWith(
    expect.objectContaining({ view: 'episodes', threshold: 0.05, episodes: { least: '10m' } })
  );
});
