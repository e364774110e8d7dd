import { type CoreApp, type DataFrame, LoadingState, type TimeRange, getDefaultTimeRange } from '@grafana/data';
import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { useState } from 'react';
import type { HistodriftDataSource } from '../datasource';
import { QueryEditor } from '../editor/QueryEditor';
import { Lookup } from '../lookup/lookup';
import type { HistodriftQuery, View } from '../query/query';
import './ownStyles';
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

/** Answers a look-up. */
export async function answerOf(path: string): Promise<unknown> {
  return answers[path];
}

/** A data source whose look-ups always answer the same. */
export function datasourceOf(call: (path: string) => Promise<unknown>): HistodriftDataSource {
  return {
    lookup: new Lookup(call),
    resolve: (side: unknown) => side,
    variableNames: () => ['$metric'],
    scrapeInterval: '15s',
  } as unknown as HistodriftDataSource;
}

/** Around the editor: what Grafana hands to it, and whether it is shown as it opens, rather than with all that it hides. */
interface Around {
  app?: CoreApp;
  views?: View[];
  folded?: boolean;
}

/** Renders the editor with a query that it can change and its last answer, over look-ups that always answer the same. */
export async function setUp(
  query: HistodriftQuery = minimal,
  range?: TimeRange,
  series?: DataFrame[],
  { folded, ...around }: Around = {}
) {
  const call = jest.fn(answerOf);
  const datasource = datasourceOf(call);
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
        {...around}
        datasource={datasource}
        query={value}
        range={range}
        data={data}
        onChange={change}
        onRunQuery={onRunQuery}
      />
    );
  }
  const { container, unmount } = render(<Host />);
  await act(async () => {}); // The menus find their places.
  if (!folded) {
    await unfold();
  }
  const last = () => onChange.mock.lastCall?.[0];
  return { user: person(), container, unmount, call, onChange, onRunQuery, last };
}

/** Somebody who types without pause. Where a click goes is a matter of styles, which jsdom does not have. */
export function person() {
  return userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
}

/** Opens what is folded away. */
export async function unfold() {
  const folded = document.querySelectorAll('button[aria-expanded="false"]');
  await act(async () => folded.forEach((button) => fireEvent.click(button)));
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
