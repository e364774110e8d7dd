import { type DataFrame, type FieldConfig, FieldType, toDataFrame } from '@grafana/data';

const TIMES = [60_000, 120_000, 180_000];

const color = { mode: 'fixed', fixedColor: 'blue' };
const hidden = { legend: true, tooltip: false, viz: false };

const number = (name: string, values: unknown[], config: FieldConfig) => ({
  name,
  values,
  type: FieldType.number,
  config,
});

/** A frame as the query layer makes it: value, band, and samples beside. */
export function frameOf(group: string, config: FieldConfig = {}): DataFrame {
  const limit = { lineWidth: 0, showPoints: 'never', hideFrom: hidden };
  const lower = `${group} lower 95 % (A)`;
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

/** A frame whose value has a noise floor and an expected range to be seen against, and that says what came out. */
export function judgedFrameOf(group: string): DataFrame {
  const frame = frameOf(group);
  const aside = (lineStyle?: object) => ({
    lineWidth: lineStyle ? 1 : 0,
    lineStyle,
    showPoints: 'never',
    hideFrom: hidden,
  });
  const lower = `${group} expected lower (A)`;
  const beside = [
    number('noise floor', [0.004, null, 0.005], { color, custom: aside({ fill: 'dot', dash: [2, 6] }) }),
    number('expected lower', [0.001, 0.001, null], { displayNameFromDS: lower, color, custom: aside() }),
    number('expected upper', [0.012, 0.013, null], {
      color,
      custom: { ...aside(), fillBelowTo: lower, fillOpacity: 8 },
    }),
    number('expected median', [0.005, 0.006, null], { color, custom: aside({ fill: 'dash', dash: [2, 4] }) }),
  ];
  const fields = [...frame.fields.slice(0, 4), ...toDataFrame({ fields: beside }).fields, ...frame.fields.slice(4)];
  const noise = { designEffect: [1.72, 1], effective: [717.7, null] };
  const last = { n: [1234.4, null], noiseFloor: 0.005, pValue: 0.00012, noise };
  const value = fields[1];
  value.labels = { service: group };
  return { ...frame, fields, meta: { custom: { sentence: 'KL 0.03 nats: moved up.', requiredN: 1512.3, last } } };
}
