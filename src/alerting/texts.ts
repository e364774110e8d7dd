// Pieces of alert texts. A value that is missing is a question mark, instead of what a template makes of nothing.

/** A divergence in nats with three decimals. */
export const nats = (refId: string) => `${value(refId, 'printf "%.3f"')} nats`;

/** A share as percent. */
export const percent = (refId: string) => value(refId, 'humanizePercentage');

/** A count or rate. */
export const count = (refId: string) => value(refId, 'humanize');

/** A bound of a bin. */
export const bound = (refId: string) => value(refId, 'printf "%g"');

function value(refId: string, format: string): string {
  return `{{ with $values.${refId} }}{{ .Value | ${format} }}{{ else }}?{{ end }}`;
}
