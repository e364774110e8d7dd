// Pieces of alert texts. Where a value is missing they say so, instead of printing what a template makes of nothing.

/** A divergence in nats with three decimals. */
export const nats = (refId: string) => number(refId, '%.3f', ' nats');

/** A share as percent. */
export const percent = (refId: string) => {
  const value = `$values.${refId}`;
  return `{{ if ${value} }}{{ humanizePercentage ${value}.Value }}{{ else }}unknown{{ end }}`;
};

/** A count. */
export const count = (refId: string) => {
  const value = `$values.${refId}`;
  return `{{ if ${value} }}{{ humanize ${value}.Value }}{{ else }}unknown{{ end }}`;
};

/** A bound of a bin. */
export const bound = (refId: string) => number(refId, '%g', '');

function number(refId: string, format: string, unit: string): string {
  const value = `$values.${refId}`;
  return `{{ if ${value} }}{{ printf "${format}" ${value}.Value }}${unit}{{ else }}unknown{{ end }}`;
}
