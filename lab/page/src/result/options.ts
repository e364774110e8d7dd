import type { GrafanaTheme2, TimeRange } from '@grafana/data';
import uPlot from 'uplot';
import type { Line, Plot } from './plot';

/** Where the pointer is: the index of the point, and pixels from the top left of the graph. */
export interface Cursor {
  index: number;
  left: number;
  top: number;
}

interface Surroundings {
  width: number;
  height: number;
  range: TimeRange;
  theme: GrafanaTheme2;
  onCursor: (cursor?: Cursor) => void;
}

/** How a plot is drawn in its surroundings. */
export function optionsOf(plot: Plot, { width, height, range, theme, onCursor }: Surroundings): uPlot.Options {
  const axis = axisOf(theme);
  return {
    width,
    height,
    legend: { show: false },
    padding: [12, 16, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
    scales: {
      x: { range: [range.from.valueOf() / 1000, range.to.valueOf() / 1000] },
      // A divergence is never below 0, and 0 is what it is measured from.
      y: { range: (_, _min, max) => [0, topOf(max, plot)] },
    },
    axes: [
      { ...axis, size: 32, values: times },
      { ...axis, size: 64, values: amounts, label: plot.unit, labelSize: 20, labelFont: axis.font, labelGap: 0 },
    ],
    series: [{}, ...plot.lines.map(seriesOf)],
    bands: plot.bands.map(({ upper, lower, fill }) => ({ series: [upper, lower], fill })),
    cursor: { points: { show: false }, drag: { x: false, y: false }, y: false },
    hooks: {
      draw: [(u) => plot.thresholds.forEach(({ value, color }) => drawThreshold(u, value, color))],
      setCursor: [
        ({ cursor: { idx, left = -1, top = -1 } }) =>
          onCursor(left >= 0 && idx != null ? { index: idx, left, top } : undefined),
      ],
    },
  };
}

function topOf(max: number | null, { thresholds }: Plot): number {
  const highest = Math.max(max ?? 0, ...thresholds.map(({ value }) => value));
  return highest > 0 ? highest * 1.08 : 1;
}

function axisOf(theme: GrafanaTheme2): uPlot.Axis {
  const { text, border } = theme.colors;
  return {
    font: `12px ${theme.typography.fontFamily}`,
    stroke: text.secondary,
    grid: { stroke: border.weak, width: 1 },
    ticks: { stroke: border.weak, width: 1, size: 4 },
  };
}

/** Days where a day begins, hours within it. */
function times(_: uPlot, splits: number[]): string[] {
  return splits.map((seconds) => {
    const iso = new Date(seconds * 1000).toISOString();
    return seconds % 86_400 === 0 ? iso.slice(5, 10) : iso.slice(11, 16);
  });
}

/** As many digits as tell the lines of the grid apart. */
function amounts(_: uPlot, splits: number[], _axis: number, _space: number, step: number): string[] {
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return splits.map((value) => (value === 0 ? '0' : digits > 5 ? value.toExponential() : value.toFixed(digits)));
}

function seriesOf({ name, color, width, dash, points }: Line): uPlot.Series {
  return {
    label: name,
    stroke: width > 0 ? color : undefined,
    width,
    dash,
    // A value between two gaps has no line: only a point shows it.
    points: { show: points ? undefined : false, size: 5, stroke: color, fill: color },
  };
}

function drawThreshold(u: uPlot, value: number, color: string) {
  const { ctx, bbox } = u;
  const y = u.valToPos(value, 'y', true);
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 6 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}
