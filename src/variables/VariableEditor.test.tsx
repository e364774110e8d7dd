import { act, render, screen, within } from '@testing-library/react';
import axe from 'axe-core';
import { useState } from 'react';
import { answerOf, choose, datasourceOf, input, person, radio } from '../testing/editor';
import { minimal } from '../testing/questions';
import { VariableEditor } from './VariableEditor';
import type { VariableQuery } from './query';

async function setUp(query: VariableQuery | string = '') {
  const datasource = datasourceOf(jest.fn(answerOf));
  const onChange = jest.fn<void, [VariableQuery]>();
  function Host() {
    const [value, setValue] = useState(query);
    const change = (next: VariableQuery) => {
      onChange(next);
      setValue(next);
    };
    return (
      <VariableEditor datasource={datasource} query={value as VariableQuery} onChange={change} onRunQuery={() => {}} />
    );
  }
  const { container } = render(<Host />);
  await act(async () => {}); // The menus find their places.
  return { user: person(), container, onChange, last: () => onChange.mock.lastCall?.[0] };
}

const values: VariableQuery = { refId: 'V', kind: 'labelValues', label: '', side: { metric: '' } };

test('a new variable begins with metrics, and searches', async () => {
  const { user, last } = await setUp();
  expect(input('Values')).toHaveValue('Metrics');
  await user.click(radio('Counters and gauges'));
  await user.type(input('Search'), 'orders{Enter}');
  expect(last()).toEqual({ refId: 'HistodriftVariable', kind: 'metrics', sort: 'category', search: 'orders' });
});

test('values of a label of some series', async () => {
  const { user, last } = await setUp({ refId: 'V', kind: 'metrics' });
  await choose(user, input('Values'), /^Label values/);
  expect(screen.getByRole('status')).toHaveTextContent('Choose a label.');
  await choose(user, input('Metric'), /http_request/);
  await user.click(screen.getByRole('button', { name: 'Add matcher' }));
  const row = within(screen.getByRole('group', { name: 'Matcher 1' }));
  await choose(user, row.getByRole('combobox', { name: 'Label' }), 'job');
  await choose(user, row.getByRole('combobox', { name: 'Value' }), 'api');
  await choose(user, screen.getAllByLabelText('Label', { selector: 'input' })[1], 'service');
  const matchers = [{ label: 'job', op: '=', value: 'api' }];
  expect(last()).toEqual({ ...values, label: 'service', side: { metric: 'http_request_duration_seconds', matchers } });
  expect(screen.queryByRole('status')).toBeNull();

  await choose(user, input('Values'), /^Labels/);
  expect(last()).toEqual({ refId: 'V', kind: 'labels', side: { metric: 'http_request_duration_seconds', matchers } });
  await user.click(radio('Counters and gauges'));
  expect(last()).toEqual({ refId: 'V', kind: 'labels', side: { metric: '', category: [], matchers } });
});

test('groups that moved most, by the label that makes them', async () => {
  const { user, last } = await setUp({ refId: 'V', kind: 'labels', side: minimal.current });
  await choose(user, input('Values'), /^Groups that moved most/);
  expect(screen.queryByLabelText('View')).toBeNull();
  expect(input('Rows at most')).toHaveValue(10);
  expect(screen.getByRole('status', { name: 'Still to be filled in' })).toHaveTextContent('Choose in “Group by”');
  await choose(user, input('Group by'), 'service');
  expect(last()).toMatchObject({
    kind: 'groups',
    label: 'service',
    query: { view: 'ranking', groupBy: ['service'], limit: 10, current: minimal.current },
  });
});

test('what can’t work is said at its field', async () => {
  await setUp({ refId: 'V', kind: 'groups', label: 'pod', query: { ...minimal, groupBy: ['service'] } });
  expect(screen.getByRole('alert')).toHaveTextContent('pod does not make the groups: choose one of service.');
});

test.each<[string, VariableQuery]>([
  ['metrics', { refId: 'V', kind: 'metrics' }],
  ['label values', values],
  ['groups', { refId: 'V', kind: 'groups', label: '', query: minimal }],
])('%s break no rule of accessibility', async (_, query) => {
  const { container } = await setUp(query);
  // jsdom draws nothing, so contrast can't be judged.
  const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});
