import {
  type DataFrame,
  type Field,
  FieldType,
  type GrafanaTheme2,
  ThresholdsMode,
  getFieldDisplayName,
} from '@grafana/data';
import uPlot from 'uplot';

/** A series as it is drawn. */
export interface Line {
  name: string;
  color: string;
  width: number;
  dash?: number[];
  points: boolean;
  /** Shown in the legend; the limits of a band are not. */
  listed: boolean;
}

/** The space between two lines. */
interface Band {
  upper: number;
  lower: number;
  fill: string;
}

/** What a graph shows. Lines and bands count from 1: column 0 of the data is the time in seconds. */
export interface Plot {
  data: uPlot.AlignedData;
  lines: Line[];
  bands: Band[];
  thresholds: Array<{ value: number; color: string }>;
  unit: string;
}

/** Reads the frames as Grafana's Time series panel does: what is drawn, and how, is in their field configuration. */
export function plotOf(frames: DataFrame[], theme: GrafanaTheme2): Plot {
  const columns = frames.flatMap((frame) => columnsOf(frame));
  const lines = columns.map(({ field, frame }, i) =>
    lineOf(field, getFieldDisplayName(field, frame, frames), i, theme)
  );
  const values = columns.map(({ field }) => field);
  return {
    data: join(columns),
    lines,
    bands: values.flatMap((field, i) => bandOf(field, i + 1, lines)),
    thresholds: thresholdsOf(values, theme),
    unit: (values[0]?.config.unit ?? '').replace(/^suffix:\s*/, ''),
  };
}

interface Column {
  frame: DataFrame;
  time: Field;
  field: Field;
}

function columnsOf(frame: DataFrame): Column[] {
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  const numbers = frame.fields.filter(({ type, config }) => type === FieldType.number && !config.custom?.hideFrom?.viz);
  return time ? numbers.map((field) => ({ frame, time, field })) : [];
}

function join(columns: Column[]): uPlot.AlignedData {
  if (columns.length === 0) {
    return [[]];
  }
  return uPlot.join(columns.map(({ time, field }) => [time.values.map((ms) => ms / 1000), [...field.values]]));
}

function lineOf({ config }: Field, name: string, i: number, theme: GrafanaTheme2): Line {
  const { palette, getColorByName } = theme.visualization;
  const custom = config.custom ?? {};
  return {
    name,
    color: getColorByName(config.color?.fixedColor ?? palette[i % palette.length]),
    width: custom.lineWidth ?? 1,
    dash: isBroken(custom.lineStyle?.fill) ? custom.lineStyle.dash : undefined,
    points: custom.showPoints !== 'never',
    listed: !custom.hideFrom?.legend,
  };
}

function isBroken(fill?: string): boolean {
  return fill === 'dash' || fill === 'dot';
}

function bandOf({ config }: Field, upper: number, lines: Line[]): Band[] {
  const { fillBelowTo, fillOpacity = 0 } = config.custom ?? {};
  const lower = lines.findIndex(({ name }) => name === fillBelowTo) + 1;
  return lower > 0 ? [{ upper, lower, fill: withOpacity(lines[upper - 1].color, fillOpacity / 100) }] : [];
}

/** Any CSS colour, thinned. */
export function withOpacity(color: string, opacity: number): string {
  return `color-mix(in srgb, ${color} ${opacity * 100}%, transparent)`;
}

function thresholdsOf(fields: Field[], theme: GrafanaTheme2): Plot['thresholds'] {
  const steps = fields
    .filter(({ config }) => config.custom?.thresholdsStyle && config.thresholds?.mode === ThresholdsMode.Absolute)
    .flatMap(({ config }) => config.thresholds?.steps ?? [])
    .filter(({ value }) => Number.isFinite(value));
  const byValue = new Map(steps.map(({ value, color }) => [value, theme.visualization.getColorByName(color)]));
  return [...byValue].map(([value, color]) => ({ value, color }));
}
