import { screen } from '@testing-library/react';
import { choose, input, sent, setUp } from '../../testing/editor';
import { categories, minimal } from '../../testing/questions';
import { schemaErrors } from '../../testing/schema';

describe('measures', () => {
  test('of numbers are distances, too', async () => {
    const { user, last } = await setUp();
    await user.type(input('Measures'), 'wasserstein');
    await user.click(await screen.findByRole('option', { name: /Wasserstein distance/ }));
    expect(last()).toEqual({ ...minimal, measures: ['kl', 'wasserstein'] });
    expect(schemaErrors(last()!)).toEqual([]);
    expect(screen.getByText(/^Wasserstein distance = Σ/)).toBeInTheDocument();
  });

  test('that need an order are not offered for categories', async () => {
    const { user } = await setUp(categories);
    await user.type(input('Measures'), 'distance');
    expect(await screen.findByRole('option', { name: /JS distance/ })).toBeInTheDocument();
    expect(screen.queryByRole('option', { name: /Wasserstein|Kolmogorov/ })).toBeNull();
  });

  test('that need an order are shown with the fix where they are there all the same', async () => {
    await setUp({ ...categories, measures: ['ks'] });
    expect(screen.getByRole('alert')).toHaveTextContent('categories have none: use JS or total variation');
    expect(screen.getByText('Kolmogorov–Smirnov distance')).toBeInTheDocument();
  });

  test.each([
    [['kl', 'tv'], true],
    [['jsDistance'], true],
    [['tv', 'wasserstein'], false],
  ] as const)('%j: the unit can be chosen: %s', async (measures, shown) => {
    await setUp({ ...minimal, measures: [...measures] });
    expect(screen.queryByRole('radio', { name: 'bits' }) !== null).toBe(shown);
  });
});

describe('the estimator', () => {
  test('has an amount where it takes one, and hides what needs a band', async () => {
    const { user, last } = await setUp();
    await choose(user, input('Estimator'), /^Laplace/);
    expect(sent(last())).toEqual({ ...minimal, estimator: 'laplace' });
    expect(input('Events added')).toHaveAttribute('placeholder', '1');
    await user.type(input('Events added'), '0.5{Enter}');
    expect(last()).toEqual({ ...minimal, estimator: 'laplace', smoothing: 0.5 });
    expect(schemaErrors(last()!)).toEqual([]);
    for (const label of ['Band', 'Confidence level', 'Noise floor']) {
      expect(screen.queryByLabelText(label)).toBeNull();
    }
    await user.click(input('Alert on'));
    expect(await screen.findByRole('option', { name: /^Samples/ })).toBeInTheDocument();
    expect(screen.queryByRole('option', { name: /^Lower limit/ })).toBeNull();
    await user.keyboard('{Escape}');
    expect(input('Expected range')).toBeInTheDocument();

    await choose(user, input('Estimator'), /^Jeffreys/);
    expect(sent(last())).toEqual({ ...minimal, estimator: 'jeffreys' });
    expect(screen.queryByLabelText('Events added')).toBeNull();
    await choose(user, input('Estimator'), /^Corrected/);
    expect(sent(last())).toEqual(minimal);
    expect(input('Band')).toBeChecked();
  });

  test('is judged by its amount', async () => {
    const { user } = await setUp({ ...minimal, estimator: 'epsilon' });
    await user.type(input('Smallest share'), '0.5{Enter}');
    expect(screen.getByRole('alert')).toHaveTextContent('No small share');
  });

  test('an amount that does not apply can be removed', async () => {
    const { user, last } = await setUp({ ...minimal, smoothing: 3 });
    expect(screen.getByRole('alert')).toHaveTextContent('“Corrected” takes no amount: remove it.');
    await user.clear(input('Amount'));
    await user.tab();
    expect(sent(last())).toEqual(minimal);
    expect(screen.queryByLabelText('Amount')).toBeNull();
  });

  test('makes no difference to new and vanished mass', async () => {
    await setUp({ ...minimal, measures: ['newMass', 'vanishedMass'] });
    expect(screen.queryByLabelText('Estimator')).toBeNull();
    expect(input('Band')).toBeInTheDocument();
    expect(screen.queryByLabelText('Noise floor')).toBeNull();
  });
});
