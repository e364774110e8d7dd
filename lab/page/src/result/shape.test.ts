import { FieldType, toDataFrame } from '@grafana/data';
import { frameOf } from './frames.fixture';
import { shapeOf } from './shape';

const bin = { name: 'bin', type: FieldType.string, values: ['0–1', '1–2'] };
const share = { name: 'share', type: FieldType.number, values: [0.4, 0.6] };
const time = { name: 'time', type: FieldType.time, values: [0, 1] };

test.each([
  ['values over time', 'series', frameOf('cart')],
  ['one number', 'number', toDataFrame({ fields: [{ name: 'js', type: FieldType.number, values: [0.1] }] })],
  ['bins with a share', 'bins', toDataFrame({ fields: [bin, share] })],
  ['bins with more than a chart can show', 'rows', toDataFrame({ fields: [bin, share, share, share, share] })],
  ['groups', 'rows', toDataFrame({ fields: [{ ...bin, name: 'tenant' }, share] })],
  ['stretches of time with a title', 'rows', toDataFrame({ fields: [time, { ...bin, name: 'title' }] })],
  ['a curve over a number', 'rows', toDataFrame({ fields: [{ ...share, name: 'x' }, share] })],
  ['nothing but notices', 'empty', toDataFrame({ fields: [] })],
])('%s: %s', (_, shape, frame) => {
  expect(shapeOf(frame)).toBe(shape);
});
