import {
  type DataFrame,
  type Field,
  FieldType,
  type GrafanaTheme2,
  formattedValueToString,
  getDisplayProcessor,
  getFieldDisplayName,
} from '@grafana/data';
import { valueOf } from '../../../../src/query/recipe';

/** One group at one time. */
export interface Point {
  /** Milliseconds since 1970; undefined for a query that asks for one value only. */
  time?: number;
  name: string;
  value: number | null;
  lower?: number | null;
  upper?: number | null;
  floor?: number | null;
  expectedLower?: number | null;
  expectedUpper?: number | null;
  pValue?: number | null;
  current?: number | null;
  baseline?: number | null;
}

/** Fields that stand beside the value. A query has some of them. */
const names = {
  lower: 'lower',
  upper: 'upper',
  floor: 'noise floor',
  expectedLower: 'expected lower',
  expectedUpper: 'expected upper',
  pValue: 'p-value',
  current: 'n current',
  baseline: 'n baseline',
};

/** The rows of a frame: its value, and what stands beside it. */
export function pointsOf(frame: DataFrame): Point[] {
  const value = valueOf(frame);
  if (!value) {
    return [];
  }
  const name = getFieldDisplayName(value, frame);
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  const at = (wanted: string) => frame.fields.find((field) => field.name === wanted)?.values ?? [];
  const columns = Object.entries(names).map(([key, wanted]) => [key, at(wanted)] as const);
  return value.values.map((v, i) => ({
    time: time?.values[i],
    name,
    value: v,
    ...Object.fromEntries(columns.map(([key, values]) => [key, values[i]])),
  }));
}

/** Whether any frame has a field that a query may have or not. */
export function hasField(frames: DataFrame[], name: string): boolean {
  return frames.some(({ fields }) => fields.some((field) => field.name === name));
}

/** Writes values as Grafana does, with the field's unit and decimals. */
export function formatterOf(field: Field, theme: GrafanaTheme2): (value?: number | null) => string {
  const display = getDisplayProcessor({ field, theme });
  return (value) => (value === null || value === undefined ? '–' : formattedValueToString(display(value)));
}

/** Writes a number of samples. */
export function samples(n?: number | null): string {
  return n === null || n === undefined ? '–' : Math.round(n).toLocaleString('en');
}

/** Writes a probability. */
export function probability(p?: number | null): string {
  return p === null || p === undefined ? '–' : p < 0.0001 ? '< 0.0001' : p.toPrecision(2);
}

/** Writes a time in UTC, as all windows are. */
export function utc(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
