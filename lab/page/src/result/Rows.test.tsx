import { FieldType, MappingType, toDataFrame } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import { Bars } from './Bars';
import { Rows } from './Rows';

const HOSTILE = '<img src=x onerror=alert(1)>\n"x"';

const frame = toDataFrame({
  name: 'payment · JS',
  fields: [
    { name: 'bin', type: FieldType.string, values: ['≤ 0.1', HOSTILE] },
    { name: 'signed', type: FieldType.number, values: [-0.02, 0.06], config: { unit: 'suffix:nat', decimals: 3 } },
    { name: 'n', type: FieldType.number, values: [10, null] },
  ],
});

const texts = (all: HTMLElement[]) => all.map(({ textContent }) => textContent);

test('a table has all fields, with their units, and says where there is no value', () => {
  render(<Rows frames={[frame]} />);
  const rows = within(screen.getByRole('table', { name: 'payment · JS' })).getAllByRole('row');
  expect(rows.map((row) => texts([...row.children] as HTMLElement[]))).toEqual([
    ['bin', 'signed', 'n'],
    ['≤ 0.1', '-0.020 nat', '10'],
    [HOSTILE, '0.060 nat', '–'],
  ]);
  expect(document.querySelector('img')).toBeNull();
});

test('a table shows the colour that a value stands for', () => {
  const options = { fail: { text: 'fail', color: 'red' } };
  const mappings = [{ type: MappingType.ValueToText as const, options }];
  const verdict = { name: 'verdict', type: FieldType.string, values: ['fail'], config: { mappings } };
  render(<Rows frames={[toDataFrame({ fields: [verdict] })]} />);
  expect(screen.getByRole('cell', { name: 'fail' }).firstElementChild).toHaveStyle({ borderRadius: '50%' });
});

test('bars stand for what a bar chart draws, with 0 where it belongs', () => {
  render(<Bars frames={[{ ...frame, fields: frame.fields.slice(0, 2) }]} />);
  expect(texts(screen.getAllByRole('term'))).toEqual(['≤ 0.1', HOSTILE]);
  const bars = screen.getAllByRole('definition').map((row) => row.querySelector<HTMLElement>('[style]')!.style);
  expect(bars.map(({ left, width }) => [left, width])).toEqual([
    ['0%', '25%'],
    ['25%', '75%'],
  ]);
});
