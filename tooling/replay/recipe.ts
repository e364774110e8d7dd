/** A data frame as Grafana writes it: of a response, or of the inspector. */
export interface Frame {
  schema?: Schema;
}

interface Schema {
  name?: string;
  refId?: string;
  meta?: { custom?: unknown } | null;
  fields?: Field[];
}

interface Field {
  name: string;
  type?: string;
  config?: { displayName?: string; displayNameFromDS?: string } | null;
}

/** What a frame's metadata say about how its numbers came about, as far as it takes to compute them again. */
export interface Recipe {
  formula: string;
  estimator: string;
  unit: string;
  baseline: { static?: boolean };
  last: Last;
}

/** Whether metadata are a recipe with the counts of a last point: other sources have their own. */
export function isRecipe(custom: unknown): custom is Recipe {
  const { last, formula, estimator, baseline } = (custom ?? {}) as Partial<Recipe>;
  return Boolean(formula && estimator && baseline && last?.n && last.noise?.designEffect && Array.isArray(last.bins));
}

/** What the last point was computed from. Numbers that JSON can't hold are null. */
export interface Last {
  current: Span[];
  baseline: Span[];
  bins: Bin[];
  /** Bins that are not listed. */
  more?: number;
  /** Samples: current, baseline; null for exact weights. */
  n: [number | null, number | null];
  /** Signed. */
  estimate: number | null;
  plugIn: number | null;
  lower: number | null;
  upper: number | null;
  noise: {
    replicates: string;
    designEffect: [number, number];
    /** Only the design effects count: there are no replicates of all that is compared, or a window holds a change. */
    effectsOnly?: boolean;
  };
}

/** A window, its ends as RFC 3339. */
export type Span = [string, string];

/** One bin with the counts of both sides. Categories and nulls have no bounds, the outermost numbers only one. */
export interface Bin {
  name: string;
  lower?: number;
  upper?: number;
  current: number;
  baseline: number;
}

/** The field that panels and rules take as the value: the first number. */
const valueField = ({ schema }: Frame) => schema?.fields?.find((field) => field.type === 'number');

/** The name of a frame's measure. */
export const measureOf = (frame: Frame) => valueField(frame)?.name ?? '';

/** What a frame is called, as a panel shows it. */
export function nameOf(frame: Frame): string {
  const { displayName, displayNameFromDS } = valueField(frame)?.config ?? {};
  const name = displayName || displayNameFromDS || frame.schema?.name || measureOf(frame) || 'frame without fields';
  return frame.schema?.refId ? `${frame.schema.refId}: ${name}` : name;
}
