import { ThresholdsMode, createTheme } from '@grafana/data';
import { frameOf, judgedFrameOf } from './frames.fixture';
import { plotOf } from './plot';

const theme = createTheme();

test('draws values and limits, and fills between the limits', () => {
  const { data, lines, bands, unit } = plotOf([frameOf('a'), frameOf('b')], theme);
  expect(lines.map(({ name }) => name)).toEqual([
    'a',
    'a lower 95 % (A)',
    'a upper 95 % (A)',
    'b',
    'b lower 95 % (A)',
    'b upper 95 % (A)',
  ]);
  expect(lines.filter(({ listed }) => listed).map(({ name, width }) => [name, width])).toEqual([
    ['a', 2],
    ['b', 2],
  ]);
  expect(bands.map(({ upper, lower }) => [upper, lower])).toEqual([
    [3, 2],
    [6, 5],
  ]);
  expect(data[0]).toEqual([60, 120, 180]);
  expect(data[3]).toEqual([0.02, null, null]);
  expect(unit).toBe('nat');
});

test('a band has the colour of its line', () => {
  const { lines, bands } = plotOf([frameOf('a')], theme);
  expect(new Set(lines.map(({ color }) => color)).size).toBe(1);
  expect(bands[0].fill).toContain(lines[0].color);
});

test('a noise floor is a thin broken line, an expected range a second and lighter band', () => {
  const { lines, bands } = plotOf([judgedFrameOf('a')], theme);
  expect(lines).toHaveLength(7);
  expect(lines[3]).toMatchObject({ width: 1, dash: [2, 6], points: false, listed: false });
  expect(lines[6]).toMatchObject({ width: 1, dash: [2, 4], points: false, listed: false });
  expect(bands.map(({ upper, lower }) => [upper, lower])).toEqual([
    [3, 2],
    [6, 5],
  ]);
  expect(bands.map(({ fill }) => /(\d+)%/.exec(fill)?.[1])).toEqual(['20', '8']);
});

test('a threshold is drawn once, and minus infinity is none', () => {
  const thresholds = {
    mode: ThresholdsMode.Absolute,
    steps: [
      { value: -Infinity, color: 'green' },
      { value: 0.03, color: 'red' },
    ],
  };
  const frame = (name: string) => frameOf(name, { thresholds, custom: { thresholdsStyle: { mode: 'dashed' } } });
  expect(plotOf([frame('a'), frame('b')], theme).thresholds).toEqual([
    { value: 0.03, color: theme.visualization.getColorByName('red') },
  ]);
  expect(plotOf([frameOf('a', { thresholds })], theme).thresholds).toEqual([]);
});

test('without series there is nothing to draw', () => {
  expect(plotOf([], theme)).toMatchObject({ data: [[]], lines: [], bands: [], unit: '' });
});
