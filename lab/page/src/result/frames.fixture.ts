import { type DataFrame, type FieldConfig, FieldType, toDataFrame } from '@grafana/data';

const TIMES = [60_000, 120_000, 180_000];

/** A frame as the query layer makes it: value, band, and samples beside. */
export function frameOf(group: string, config: FieldConfig = {}): DataFrame {
  const color = { mode: 'fixed', fixedColor: 'blue' };
  const hidden = { legend: true, tooltip: false, viz: false };
  const limit = { lineWidth: 0, showPoints: 'never', hideFrom: hidden };
  const lower = `${group} lower 95 % (A)`;
  const number = (name: string, values: unknown[], fieldConfig: FieldConfig) => ({
    name,
    values,
    type: FieldType.number,
    config: fieldConfig,
  });
  return toDataFrame({
    refId: 'A',
    fields: [
      { name: 'Time', type: FieldType.time, values: TIMES },
      number('kl', [0.01, null, 0.03], {
        displayNameFromDS: group,
        unit: 'suffix:nat',
        decimals: 4,
        color,
        ...config,
        custom: { lineWidth: 2, ...config.custom },
      }),
      number('lower', [0, null, 0.02], { displayNameFromDS: lower, color, custom: limit }),
      number('upper', [0.02, null, null], {
        displayNameFromDS: `${group} upper 95 % (A)`,
        color,
        custom: { ...limit, fillBelowTo: lower, fillOpacity: 20 },
      }),
      number('n current', [1000, 41, 1234.4], { custom: { hideFrom: { legend: true, tooltip: true, viz: true } } }),
      number('n baseline', [2000, 82, 2468], { custom: { hideFrom: { legend: true, tooltip: true, viz: true } } }),
    ],
  });
}
