import { screen } from '@testing-library/react';
import { choose, input, setUp } from '../../testing/editor';
import { minimal } from '../../testing/questions';
import { schemaErrors } from '../../testing/schema';

test('a label can be part of the bin, and what needs an order goes aside with it', async () => {
  const { user, last } = await setUp({ ...minimal, measures: ['kl', 'wasserstein'] });
  await choose(user, input('Part of the bin'), 'service');
  expect(last()).toMatchObject({ joint: ['service'], measures: ['kl'] });
  expect(schemaErrors(last()!)).toEqual([]);
  expect(screen.getByRole('status')).toHaveTextContent(/, joint with service/);

  await user.click(screen.getByRole('button', { name: /Remove service/i }));
  expect(last()).not.toHaveProperty('joint', ['service']);
  expect(last()).toHaveProperty('measures', ['kl', 'wasserstein']);
});

test('a label that makes groups can not be part of the bin as well', async () => {
  await setUp({ ...minimal, groupBy: ['service'], joint: ['service'] });
  expect(screen.getByText(/service makes the groups/)).toBeVisible();
});

test('an explanation has no place for it', async () => {
  await setUp({ ...minimal, view: 'explain' });
  expect(screen.queryByLabelText('Part of the bin')).toBeNull();
});
