import { type DataFrame, type Field, FieldType } from '@grafana/data';

/**
 * What a frame looks like: values over time, one number, rows of bins that bars can stand for, or other rows. A frame
 * without fields only carries notices.
 */
export type Shape = 'series' | 'number' | 'bins' | 'rows' | 'empty';

/** Numbers of a bin that bars can stand for side by side; a table has more. */
const MOST_BARS = 3;

/** Tells how a frame can be shown. Times in a row, as those of episodes, make no series. */
export function shapeOf({ fields }: DataFrame): Shape {
  const has = (wanted: FieldType) => fields.some(({ type }) => type === wanted);
  if (fields.length === 0) {
    return 'empty';
  }
  if (has(FieldType.string) || has(FieldType.boolean)) {
    return labelOf(fields)?.name === 'bin' && barsOf(fields).length <= MOST_BARS ? 'bins' : 'rows';
  }
  if (has(FieldType.time)) {
    return 'series';
  }
  return fields[0].values.length > 1 ? 'rows' : 'number';
}

/** The text that names a row. */
export function labelOf(fields: Field[]): Field | undefined {
  return fields.find(({ type }) => type === FieldType.string);
}

/** The numbers that are drawn as bars: all, as in Grafana's Bar chart. */
export function barsOf(fields: Field[]): Field[] {
  return fields.filter(({ type }) => type === FieldType.number);
}
