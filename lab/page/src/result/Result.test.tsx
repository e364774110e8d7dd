import { type DataFrame, dateTime, toDataFrame } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { minimal } from '../../../../src/testing/questions';
import type { Answer } from '../useAnswer';
import { Legend } from './Legend';
import { Result } from './Result';
import { frameOf, judgedFrameOf } from './frames.fixture';

// jsdom has no canvas to draw on.
jest.mock('./Graph', () => ({ Graph: () => null }));

async function setUp(frames: DataFrame[], tab?: string) {
  const [from, to] = [dateTime(0), dateTime(240_000)];
  const answer: Answer = { query: minimal, range: { from, to, raw: { from, to } }, frames, errors: [] };
  render(<Result answer={answer} loading={false} />);
  if (tab) {
    await userEvent.setup().click(screen.getByRole('tab', { name: tab }));
  }
}

const rows = (table: HTMLElement) =>
  within(table)
    .getAllByRole('row')
    .map((row) => [...row.children].map(({ textContent }) => textContent));

test('says in words what came out, for each series', async () => {
  await setUp([judgedFrameOf('cart'), judgedFrameOf('payment')]);
  const said = within(screen.getByRole('list', { name: 'In words' })).getAllByRole('listitem');
  expect(said.map(({ textContent }) => textContent)).toEqual([
    'cart: KL 0.03 nats: moved up.',
    'payment: KL 0.03 nats: moved up.',
  ]);
});

test('does not say it among the notices again', async () => {
  const frame = judgedFrameOf('cart');
  const notices = [
    { severity: 'info' as const, text: 'cart: KL 0.03 nats: moved up.' },
    { severity: 'warning' as const, text: 'cart: Negative counts were taken as 0.' },
  ];
  await setUp([{ ...frame, meta: { ...frame.meta, notices } }]);
  const listed = within(screen.getByRole('list', { name: 'Notices' })).getAllByRole('listitem');
  expect(listed.map(({ textContent }) => textContent?.trim())).toEqual(['cart: Negative counts were taken as 0.']);
});

test('says how many more there are', async () => {
  await setUp([...'abcdefgh'].map(judgedFrameOf));
  expect(screen.getByText('And 2 more in the metadata.')).toBeInTheDocument();
});

test('an older answer has no words, and its metadata are as they were', async () => {
  await setUp([frameOf('cart')], 'Metadata');
  expect(screen.queryByRole('table')).toBeNull();
  await userEvent.setup().click(screen.getByRole('tab', { name: 'Graph' }));
  expect(screen.queryByRole('list', { name: 'In words' })).toBeNull();
});

test('metadata hold the samples, the effective ones and the design effect of both sides', async () => {
  await setUp([judgedFrameOf('cart')], 'Metadata');
  expect(rows(screen.getByRole('table'))).toEqual([
    ['Last point', 'Current', 'Baseline'],
    ['Samples', '1,234', '–'],
    ['Effective samples', '718', '–'],
    ['Design effect', '1.72', '1.00'],
    ['Noise floor', '0.0050 nat'],
    ['Samples that the threshold takes', '1,512'],
    ['p-value', '0.00012'],
  ]);
});

test('the table has columns for what the query asked for', async () => {
  await setUp([judgedFrameOf('cart')], 'Table');
  const [titles, newest] = rows(screen.getByRole('table'));
  expect(titles.slice(2)).toEqual([
    'Value',
    'Lower',
    'Upper',
    'Noise floor',
    'Expected from',
    'Expected to',
    'n current',
    'n baseline',
  ]);
  expect(newest.slice(2)).toEqual(['0.0300 nat', '0.0200 nat', '–', '0.0050 nat', '–', '–', '1,234', '2,468']);
});

test('the table has the p-values of the G statistic', async () => {
  const frame = frameOf('cart');
  const [p] = toDataFrame({ fields: [{ name: 'p-value', values: [0.5, null, 0.00001] }] }).fields;
  await setUp([{ ...frame, fields: [...frame.fields, p] }], 'Table');
  const table = rows(screen.getByRole('table'));
  expect(table.map((row) => row[5])).toEqual(['p-value', '< 0.0001', '–', '0.50']);
});

test('the legend says what the dotted line and the light band are', () => {
  const lines = [{ name: 'cart', color: 'blue', width: 2, points: true, listed: true }];
  const { rerender } = render(<Legend lines={lines} frames={[frameOf('cart')]} />);
  const names = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent);
  expect(names()).toEqual(['cart']);
  rerender(<Legend lines={lines} frames={[judgedFrameOf('cart')]} />);
  expect(names()).toEqual(['cart', 'noise floor', 'expected range']);
});
