import {
  type DataFrame,
  type Field,
  FieldType,
  type GrafanaTheme2,
  formattedValueToString,
  getDisplayProcessor,
  getFieldDisplayName,
} from '@grafana/data';

/** One group at one time. */
export interface Point {
  /** Milliseconds since 1970; undefined for a query that asks for one value only. */
  time?: number;
  name: string;
  value: number | null;
  lower?: number | null;
  upper?: number | null;
  current?: number | null;
  baseline?: number | null;
}

/** The rows of a frame: its value, and what stands beside it. */
export function pointsOf(frame: DataFrame): Point[] {
  const value = valueOf(frame);
  if (!value) {
    return [];
  }
  const name = getFieldDisplayName(value, frame);
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  const [lower, upper, current, baseline] = ['lower', 'upper', 'n current', 'n baseline'].map((wanted) =>
    frame.fields.find((field) => field.name === wanted)
  );
  return value.values.map((v, i) => ({
    time: time?.values[i],
    name,
    value: v,
    lower: lower?.values[i],
    upper: upper?.values[i],
    current: current?.values[i],
    baseline: baseline?.values[i],
  }));
}

/** The field that panels and alert rules take as the value: the first number. */
export function valueOf(frame: DataFrame): Field | undefined {
  return frame.fields.find(({ type }) => type === FieldType.number);
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

/** Writes a time in UTC, as all windows are. */
export function utc(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
