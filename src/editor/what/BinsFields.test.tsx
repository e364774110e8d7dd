import { screen } from '@testing-library/react';
import { choose, input, radio, sent, setUp } from '../../testing/editor';
import { categories, minimal } from '../../testing/questions';
import { schemaErrors } from '../../testing/schema';

describe('bins', () => {
  test('can be of equal width', async () => {
    const { user, last } = await setUp();
    await user.click(input('Bins'));
    expect(screen.queryByRole('option', { name: /Top categories/ })).toBeNull();
    await user.click(await screen.findByRole('option', { name: /Equal width/ }));
    expect(input('Number of bins')).toHaveValue(10);
    await user.clear(input('Number of bins'));
    await user.type(input('Number of bins'), '20{Enter}');
    await user.click(radio('log'));
    await choose(user, input('View'), /^Sensitivity to bins/);
    const bins = { kind: 'equalWidth', count: 20, scale: 'log' };
    expect(last()).toEqual({ ...minimal, bins, view: 'sensitivity' });
    expect(schemaErrors(last()!)).toEqual([]);

    await choose(user, input('Bins'), /As stored/);
    await choose(user, input('View'), /^Divergence/);
    expect(sent(last())).toEqual(minimal);
  });

  test('can be the top of categories', async () => {
    const { user, last } = await setUp(categories);
    await user.click(input('Bins'));
    expect(screen.queryByRole('option', { name: /Quantiles/ })).toBeNull();
    await user.click(await screen.findByRole('option', { name: /Top categories/ }));
    expect(input('Number of bins')).toHaveValue(20);
    expect(last()).toEqual({ ...categories, bins: { kind: 'top' } });
    expect(schemaErrors(last()!)).toEqual([]);
  });

  test('that do not apply are shown with the fix', async () => {
    await setUp({ ...categories, bins: { kind: 'quantiles' }, view: 'sensitivity' });
    const alerts = screen.getAllByRole('alert').map(({ textContent }) => textContent);
    expect(alerts).toEqual([
      'Categories have no order: use the top categories, or bins as stored.',
      'Categories have no coarser bins: show the divergence.',
    ]);
  });
});
