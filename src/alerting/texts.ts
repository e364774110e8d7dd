// Pieces of alert texts. A value that is missing, or that the counts do not give, is a question mark.

/** A divergence in nats with three decimals. */
export const nats = (refId: string) => `${value(refId, '.Value | printf "%.3f"')} nats`;

/** A share as percent. */
export const percent = (refId: string) => value(refId, '.Value | humanizePercentage');

/** A count or rate. */
export const count = (refId: string) => value(refId, '.Value | humanize');

/** The estimate in nats with its band. Where the counts give no upper limit, there is none. */
export const banded = `${nats('estimate')} (95 % band from ${value('lower', '.Value | printf "%.3f"')} ${value('upper', '.Value | printf "to %.3f"', 'on, without an upper limit')})`;

/** The bin that contributes most, with a unit: from and to, where it has both. */
export const bin = (unit = '') =>
  `the bucket ${value('from', 'if gt .Value -1e300 }}{{ .Value | printf "from %g " }}{{ end', '')}${value('to', 'if lt .Value 1e300 }}{{ .Value | printf "up to %g" }}{{ else }}upwards{{ end', '')}${unit} accounts for ${percent('share')}`;

// NaN is not equal to itself.
function value(refId: string, format: string, otherwise = '?'): string {
  return `{{ with $values.${refId} }}{{ if eq .Value .Value }}{{ ${format} }}{{ else }}${otherwise}{{ end }}{{ else }}${otherwise}{{ end }}`;
}
