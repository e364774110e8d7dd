import { type DataFrame, type Field, FieldType } from '@grafana/data';

/** A number of each side: current and baseline. null of a side that has none, such as written weights. */
export type OfBoth = [number | null, number | null];

/** What a frame says about its last point. What an older answer does not say is missing. */
export interface LastPoint {
  n?: OfBoth;
  /** Samples over the design effect. */
  effective?: OfBoth;
  /** How much further the counts spread than independent events would. */
  designEffect?: OfBoth;
  /** In the unit of the value. */
  noiseFloor?: number | null;
  pValue?: number | null;
}

/** What a frame says about how its numbers came about. */
export interface Recipe {
  /** The last point in plain words. */
  sentence?: string;
  /** Samples on each side that the threshold takes to be told from noise in 90 % of the windows. */
  requiredN?: number | null;
  last: LastPoint;
}

/** Reads what a frame says about itself. */
export function recipeOf({ meta }: DataFrame): Recipe {
  const { sentence, requiredN, last } = meta?.custom ?? {};
  const { n, noiseFloor, pValue, noise } = last ?? {};
  const { effective, designEffect } = noise ?? {};
  return { sentence, requiredN, last: { n, effective, designEffect, noiseFloor, pValue } };
}

/** The field that panels and alert rules take as the value: the first number. */
export function valueOf(frame: DataFrame): Field | undefined {
  return frame.fields.find(({ type }) => type === FieldType.number);
}

/** Names the series of a frame by the values of its labels; empty where there is but one. */
export function seriesName(frame: DataFrame): string {
  return Object.values(valueOf(frame)?.labels ?? {})
    .filter((value) => value !== '')
    .join(', ');
}
