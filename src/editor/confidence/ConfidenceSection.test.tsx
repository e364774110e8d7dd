import { screen } from '@testing-library/react';
import { isComplete } from '../../query/validate';
import { choose, input, sent, setUp } from '../../testing/editor';
import { minimal } from '../../testing/questions';
import { schemaErrors } from '../../testing/schema';

describe('bursts', () => {
  test('can be left out of account, and come back', async () => {
    const { user, last } = await setUp();
    expect(input('Bursts')).toHaveValue('Auto');
    await choose(user, input('Bursts'), /^None/);
    expect(last()).toEqual({ ...minimal, replicates: 'none' });
    expect(schemaErrors(last()!)).toEqual([]);
    await choose(user, input('Bursts'), /^By cells/);
    expect(last()).toEqual({ ...minimal, replicates: 'cells' });
    await choose(user, input('Bursts'), /^Auto/);
    expect(sent(last())).toEqual(minimal);
  });

  test('can be judged by a label, which is looked up', async () => {
    const { user, last } = await setUp();
    await choose(user, input('Bursts'), /^By label/);
    expect(isComplete(last()!)).toBe(false);
    expect(screen.getByRole('status')).toHaveTextContent('Choose the label that tells instances apart, such as pod.');
    expect(screen.queryByRole('alert')).toBeNull();
    await choose(user, input('Instance label'), 'version');
    expect(last()).toEqual({ ...minimal, replicates: { by: 'version' } });
    expect(schemaErrors(last()!)).toEqual([]);
  });

  test('by a label that makes the groups are refused at the label', async () => {
    await setUp({ ...minimal, groupBy: ['pod'], replicates: { by: 'pod' } });
    expect(screen.getAllByRole('alert').map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('pod makes the groups or bins'),
    ]);
  });

  test('of all other groups are not judged by label', async () => {
    const { user } = await setUp({ ...minimal, groupBy: ['service'], baseline: { kind: 'rest' } });
    await user.click(input('Bursts'));
    expect(await screen.findByRole('option', { name: /^By cells/ })).toBeInTheDocument();
    expect(screen.queryByRole('option', { name: /^By label/ })).toBeNull();
  });
});

describe('what a value is seen against', () => {
  test('is switched on and off', async () => {
    const { user, last } = await setUp();
    expect(input('Noise floor')).toBeChecked();
    await user.click(input('Expected range'));
    expect(last()).toEqual({ ...minimal, confidence: { expectedRange: true } });
    await user.click(input('Band'));
    expect(input('Noise floor')).not.toBeChecked();
    await user.click(input('Noise floor'));
    expect(last()).toEqual({ ...minimal, confidence: { band: false, noiseFloor: true, expectedRange: true } });
    expect(schemaErrors(last()!)).toEqual([]);
  });
});

describe('alert rules', () => {
  test('can look at what is above normal', async () => {
    const { user, last } = await setUp();
    await choose(user, input('Alert on'), /^Above normal/);
    expect(last()).toEqual({ ...minimal, alertOn: 'aboveNormal' });
    expect(schemaErrors(last()!)).toEqual([]);
    await choose(user, input('Alert on'), /^Lower limit/);
    expect(last()).toHaveProperty('alertOn', 'lower');
  });

  test('see no limit of what has none', async () => {
    const { user } = await setUp({ ...minimal, measures: ['entropy'] });
    await user.click(input('Alert on'));
    expect(await screen.findByRole('option', { name: /^Above normal/ })).toBeInTheDocument();
    expect(screen.queryByRole('option', { name: /limit/ })).toBeNull();
  });

  test('that look at a limit which is none are shown with the fix', async () => {
    await setUp({ ...minimal, estimator: 'none', alertOn: 'lower' });
    expect(input('Alert on')).toHaveValue('Lower limit');
    expect(screen.getByRole('alert')).toHaveTextContent('Only the corrected estimator has a band');
  });
});
