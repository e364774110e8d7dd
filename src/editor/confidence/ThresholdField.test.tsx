import { type DataFrame, FieldType, toDataFrame } from '@grafana/data';
import { screen } from '@testing-library/react';
import { input, setUp } from '../../testing/editor';
import { minimal } from '../../testing/questions';

function frame(refId: string, noiseFloor: number | null): DataFrame {
  const custom = { requiredN: 1500, last: { noiseFloor, n: [210, 8400] } };
  const steps = [{ value: 0.03, color: 'red' }];
  const fields = [
    { name: 'Time', type: FieldType.time, values: [0] },
    {
      name: 'kl',
      type: FieldType.number,
      values: [0.01],
      labels: { service: 'payment' },
      config: { thresholds: { steps } },
    },
  ];
  return toDataFrame({ refId, meta: { custom }, fields });
}

const warning = () => screen.queryByLabelText('Warning');

test('a threshold under the noise floor is warned of, and described by that', async () => {
  await setUp({ ...minimal, threshold: 0.03 }, undefined, [frame('A', 0.04)]);
  const text =
    'Under the noise floor of 0.040 at n = 210 (payment): with no change at all, windows exceed it. It takes about 1,500 samples on each side.';
  expect(warning()).toHaveTextContent(text);
  expect(input('Threshold')).toHaveAccessibleDescription(text);
});

test('the warning follows the threshold without a new answer', async () => {
  const { user, last } = await setUp(minimal, undefined, [frame('A', 0.04)]);
  expect(warning()).toBeNull();
  await user.type(input('Threshold'), '0.02');
  expect(warning()).toBeNull();
  await user.keyboard('{Enter}');
  expect(last()).toHaveProperty('threshold', 0.02);
  expect(warning()).toHaveTextContent(/^Under the noise floor of 0.040 at n = 210 \(payment\): .* exceed it\.$/);
  await user.clear(input('Threshold'));
  await user.type(input('Threshold'), '0.05{Enter}');
  expect(warning()).toBeNull();
});

test.each<[string, DataFrame[] | undefined]>([
  ['there is no answer', undefined],
  ['the answer is another query’s', [frame('B', 0.04)]],
  ['the answer has no floor', [frame('A', null)]],
])('nothing is said where %s', async (_, series) => {
  await setUp({ ...minimal, threshold: 0.03 }, undefined, series);
  expect(warning()).toBeNull();
});
