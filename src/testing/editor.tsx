import { type DataFrame, LoadingState, type TimeRange, getDefaultTimeRange } from '@grafana/data';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import type { HistodriftDataSource } from '../datasource';
import { QueryEditor } from '../editor/QueryEditor';
import { Lookup } from '../lookup/lookup';
import type { HistodriftQuery } from '../query/query';
import { minimal } from './questions';

const answers: Record<string, unknown> = {
  metrics: {
    metrics: [
      { name: 'http_request_duration_seconds', kind: 'classic', help: 'Latency', unit: 'seconds' },
      { name: 'payload_bytes', kind: 'classic' },
      { name: 'payload_bytes', kind: 'native', help: 'Size' },
      { name: 'orders_total', kind: 'counter', help: 'Orders' },
    ],
    truncated: true,
  },
  labels: { labels: ['job', 'le', 'service', 'version'], truncated: false },
  'label-values': { values: ['api', 'web'], truncated: false },
};

/** Renders the editor with a query that it can change and its last answer, over look-ups that always answer the same. */
export async function setUp(query: HistodriftQuery = minimal, range?: TimeRange, series?: DataFrame[]) {
  const call = jest.fn(async (path: string) => answers[path]);
  const datasource = {
    lookup: new Lookup(call),
    resolve: (side: unknown) => side,
    variableNames: () => ['$metric'],
  } as unknown as HistodriftDataSource;
  const onChange = jest.fn<void, [HistodriftQuery]>();
  const onRunQuery = jest.fn();
  const data = series && { state: LoadingState.Done, series, timeRange: getDefaultTimeRange() };

  function Host() {
    const [value, setValue] = useState(query);
    const change = (next: HistodriftQuery) => {
      onChange(next);
      setValue(next);
    };
    return (
      <QueryEditor
        datasource={datasource}
        query={value}
        range={range}
        data={data}
        onChange={change}
        onRunQuery={onRunQuery}
      />
    );
  }
  const { container } = render(<Host />);
  await act(async () => {}); // The menus find their places.
  const last = () => onChange.mock.lastCall?.[0];
  return { user: userEvent.setup(), container, call, onChange, onRunQuery, last };
}

/** An input by its label; the menus have the same labels. */
export const input = (name: string) => screen.getByLabelText(name, { selector: 'input:not([type=radio])' });
export const radio = (name: string) => screen.getByRole('radio', { name });
export const area = (name: string) => screen.getByLabelText(name, { selector: 'textarea' });

/** A query as it is sent: without what is undefined. */
export const sent = (query?: HistodriftQuery) => JSON.parse(JSON.stringify(query));

/** Picks an option of a menu. */
export async function choose(user: ReturnType<typeof userEvent.setup>, combobox: HTMLElement, option: string | RegExp) {
  await user.click(combobox);
  await user.click(await screen.findByRole('option', { name: option }));
}
