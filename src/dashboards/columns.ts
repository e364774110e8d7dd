import type { DataTransformerConfig, DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';

// Tables that put answers of several queries side by side: each loses the columns that nobody asked for, and what is left
// is joined into one row for each group, by the label that makes the groups.

/** Drops the columns of a query's answer whose names match. */
export function without(refId: string, names: string): DataTransformerConfig {
  return of(refId, 'filterFieldsByName', { exclude: { pattern: `/^(${names})$/` } });
}

/** Gives the columns of a query's answer whose names match another name. */
export function named(refId: string, names: string, name: string): DataTransformerConfig {
  return of(refId, 'renameByRegex', { regex: `^(${names})$`, renamePattern: name });
}

/** Keeps the rows of a query's answer in which a column has a value. */
export function where(refId: string, fieldName: string, value: unknown): DataTransformerConfig {
  const filters = [{ fieldName, config: { id: 'equal', options: { value } } }];
  return of(refId, 'filterByValue', { type: 'include', match: 'all', filters });
}

/** One row for each value of a label. */
export function joined(label: string): DataTransformerConfig {
  return { id: 'joinByField', options: { byField: label, mode: 'outerTabular' } };
}

/** The largest value of a column first: answers of two data sources come in any order. */
export function sorted(field: string): DataTransformerConfig {
  return { id: 'sortBy', options: { sort: [{ field, desc: true }] } };
}

/** Columns from left to right. */
export function columns(names: string[]): DataTransformerConfig {
  return { id: 'organize', options: { indexByName: Object.fromEntries(names.map((name, i) => [name, i])) } };
}

/** Keeps the rows in which a column is filled in. */
export function filled(fieldName: string): DataTransformerConfig {
  const filters = [{ fieldName, config: { id: 'isNotNull', options: {} } }];
  return { id: 'filterByValue', options: { type: 'include', match: 'all', filters } };
}

/** The name of a divergence's column: a measure and its two sides. */
export const divergence = '(?:KL|JS)\\(.*';

/** What a ranking says beyond the divergence and its lower limit. */
export const aside =
  'upper.*|noise floor|n current|n baseline|p-value|q-value|changed|within|top bin|top bin share|direction';

/** A column whose text has the colour of its value. */
export function coloured(value: number): DynamicConfigValue[] {
  return [
    { id: 'custom.cellOptions', value: { type: 'color-text' } },
    { id: 'color', value: { mode: 'thresholds' } },
    {
      id: 'thresholds',
      value: {
        mode: 'absolute',
        steps: [
          { value: null, color: 'green' },
          { value, color: 'red' },
        ],
      },
    },
  ];
}

/**
 * Names lines by their group alone: what is measured stands in the title. Limits of bands, and what else ends in a query's
 * letter, keep their names, by which panels fill between them.
 */
export const byGroup: DataTransformerConfig = {
  id: 'renameByRegex',
  options: { regex: '/^(.+?) · (?!.* (?:lower|upper) )(?!.* \\([A-Z]\\)$).*$/', renamePattern: '$1' },
};

function of(refId: string, id: string, options: Record<string, unknown>): DataTransformerConfig {
  return { id, filter: { id: 'byRefId', options: refId }, options };
}
