import { dateTime, type TimeRange } from '@grafana/data';
import { screen, within } from '@testing-library/react';
import type userEvent from '@testing-library/user-event';
import type { Baseline } from '../../query/query';
import { isComplete } from '../../query/validate';
import { area, choose, input, radio, sent, setUp } from '../../testing/editor';
import { categories, code, minimal } from '../../testing/questions';
import { schemaErrors } from '../../testing/schema';

describe('the baseline', () => {
  test('can be a fixed range, typed in short', async () => {
    const { user, last } = await setUp();
    await choose(user, input('Baseline'), /Fixed range/);
    expect(isComplete(last()!)).toBe(false);
    expect(screen.getByRole('status')).toHaveTextContent('Say when the baseline begins. Say when the baseline ends.');
    await user.type(input('From'), '2026-11-01{Enter}');
    await user.type(input('To'), '2026-11-08 12:00{Enter}');
    const baseline = { kind: 'fixed', from: '2026-11-01T00:00:00Z', to: '2026-11-08T12:00:00Z' };
    expect(last()).toEqual({ ...minimal, baseline });
    expect(schemaErrors(last()!)).toEqual([]);
  });

  test('can be the range shown', async () => {
    const range = { from: dateTime('2026-11-01T00:00:00Z'), to: dateTime('2026-11-02T00:00:00Z') } as TimeRange;
    const { user, last } = await setUp({ ...minimal, baseline: { kind: 'fixed', from: '', to: '' } }, range);
    await user.click(screen.getByRole('button', { name: 'Use the range shown' }));
    expect(last()).toHaveProperty('baseline', {
      kind: 'fixed',
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-02T00:00:00.000Z',
    });
  });

  test('can be a cohort', async () => {
    const { user, last } = await setUp();
    await choose(user, input('Baseline'), /Other series/);
    await user.click(screen.getByRole('button', { name: 'Add baseline matcher' }));
    const row = within(screen.getByRole('group', { name: 'Baseline matcher 1' }));
    await choose(user, row.getByRole('combobox', { name: 'Label' }), 'version');
    await choose(user, row.getByRole('combobox', { name: 'Value' }), 'api');
    const cohort = { kind: 'cohort', matchers: [{ label: 'version', op: '=', value: 'api' }] };
    expect(last()).toEqual({ ...minimal, baseline: cohort });
    expect(schemaErrors(last()!)).toEqual([]);

    await choose(user, input('Other histogram'), /payload_bytes/);
    expect(last()).toEqual({ ...minimal, baseline: { ...cohort, metric: 'payload_bytes' } });
    expect(schemaErrors(last()!)).toEqual([]);
  });
});

describe('other kinds of baseline', () => {
  test('the same hours before', async () => {
    const { user, last } = await setUp({ ...minimal, baseline: { ...minimal.baseline, mute: 'up' } as Baseline });
    await choose(user, input('Baseline'), /Same hours before/);
    const baseline = { kind: 'seasonal', period: '7d', count: 4, mute: 'up' };
    expect(last()).toEqual({ ...minimal, baseline });
    await user.clear(input('Period'));
    await user.type(input('Period'), '1d{Enter}');
    await user.clear(input('How many'));
    await user.type(input('How many'), '7{Enter}');
    expect(last()).toEqual({ ...minimal, baseline: { ...baseline, period: '1d', count: 7 } });
    expect(schemaErrors(last()!)).toEqual([]);
  });

  test('all other groups, which need groups', async () => {
    const { user, last } = await setUp();
    await choose(user, input('Baseline'), /All other groups/);
    expect(last()).toEqual({ ...minimal, baseline: { kind: 'rest' } });
    expect(screen.getByText(/Each group is compared with all other groups/)).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent('choose a label in “Group by”');
    await choose(user, input('Group by'), 'service');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(schemaErrors(last()!)).toEqual([]);
  });

  test('other series of an expression, by an expression or a metric', async () => {
    const { user, last } = await setUp(code);
    await choose(user, input('Baseline'), /Other series/);
    expect(screen.getByRole('status')).toHaveTextContent('Write the expression of the baseline, or choose a metric.');
    await user.type(area('Other expression'), 'sum(x)');
    await user.tab();
    expect(last()).toEqual({ ...code, baseline: { kind: 'cohort', expr: 'sum(x)' } });
    expect(schemaErrors(last()!)).toEqual([]);

    await user.click(radio('Metric'));
    expect(isComplete(last()!)).toBe(false);
    await choose(user, input('Other histogram'), /payload_bytes/);
    expect(sent(last())).toEqual({ ...code, baseline: { kind: 'cohort', metric: 'payload_bytes' } });
    expect(schemaErrors(last()!)).toEqual([]);

    await user.click(
      within(screen.getByRole('radiogroup', { name: 'Given as' })).getByRole('radio', { name: 'PromQL' })
    );
    expect(last()).toHaveProperty('baseline', {
      kind: 'cohort',
      expr: 'sum by (le) (increase(payload_bytes_bucket[$__window]))',
    });
  });
});

describe('a written distribution', () => {
  const start = async (user: ReturnType<typeof userEvent.setup>) => {
    await choose(user, input('Baseline'), /Written down/);
    expect(screen.queryByLabelText('Mute while')).toBeNull();
  };
  const field = (row: string, name: string) =>
    within(screen.getByRole('group', { name: row })).getByLabelText(name, { selector: 'input' });

  test('is written row by row', async () => {
    const { user, onChange, last } = await setUp();
    await start(user);
    expect(isComplete(last()!)).toBe(false);
    for (const [i, bound, weight] of [
      [1, '0.5', '80'],
      [2, '0.1', '120'],
    ] as const) {
      await user.click(screen.getByRole('button', { name: 'Add bin' }));
      const before = onChange.mock.calls.length;
      await user.type(field(`Bin ${i}`, 'Bound'), `${bound}{Enter}`);
      expect(onChange).toHaveBeenCalledTimes(before);
      await user.type(field(`Bin ${i}`, 'Weight'), `${weight}{Enter}`);
    }
    const above = within(screen.getByRole('group', { name: 'Above the last bound' }));
    await user.clear(above.getByLabelText('Weight'));
    await user.type(above.getByLabelText('Weight'), '3{Enter}');
    await user.type(input('Samples'), '203{Enter}');
    const baseline = { kind: 'static', bounds: [0.1, 0.5], weights: [120, 80, 3], n: 203 };
    expect(last()).toEqual({ ...minimal, baseline });
    expect(schemaErrors(last()!)).toEqual([]);

    await user.clear(field('Bin 2', 'Bound'));
    await user.type(field('Bin 2', 'Bound'), '0.05{Enter}');
    expect(screen.getByRole('alert')).toHaveTextContent('Bound 2 (0.05) is not above the one before it (0.1)');
    await user.click(screen.getByRole('button', { name: 'Remove bin 2' }));
    expect(last()).toHaveProperty('baseline', { ...baseline, bounds: [0.1], weights: [120, 3] });
  });

  test('has a column for each category label', async () => {
    const { user, last } = await setUp(categories);
    await start(user);
    for (const [i, country, weight] of [
      [1, 'DE', '2'],
      [2, '', '1'],
    ] as const) {
      await user.click(screen.getByRole('button', { name: 'Add bin' }));
      await user.type(field(`Bin ${i}`, 'country'), `${country}{Enter}`);
      await user.type(field(`Bin ${i}`, 'device'), 'tv{Enter}');
      await user.type(field(`Bin ${i}`, 'Weight'), `${weight}{Enter}`);
    }
    const pairs = [
      ['DE', 'tv'],
      ['', 'tv'],
    ];
    expect(last()).toEqual({ ...categories, baseline: { kind: 'static', categories: pairs, weights: [2, 1] } });
    expect(schemaErrors(last()!)).toEqual([]);
  });

  test('can be pasted; what can’t be read stays, with the reason', async () => {
    const { user, onChange, last } = await setUp();
    await start(user);
    expect(screen.getByRole('button', { name: 'Take over' })).toBeDisabled();
    await user.click(area('Paste'));
    await user.paste('0.1\t120\n0.1\t80\n+Inf\t3');
    onChange.mockClear();
    await user.click(screen.getByRole('button', { name: 'Take over' }));
    expect(screen.getByRole('alert')).toHaveTextContent('Bound 2 (0.1) is not above');
    expect(onChange).not.toHaveBeenCalled();

    await user.clear(area('Paste'));
    await user.paste('{"bounds":[0.1,0.5],"weights":[120,80,3],"n":203}');
    await user.keyboard('{Control>}{Enter}{/Control}');
    const baseline = { kind: 'static', bounds: [0.1, 0.5], weights: [120, 80, 3], n: 203 };
    expect(last()).toEqual({ ...minimal, baseline });
    expect(schemaErrors(last()!)).toEqual([]);
    expect(area('Paste')).toHaveValue('');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(field('Bin 2', 'Weight')).toHaveValue(80);
  });
});

describe('what is left out', () => {
  test('are intervals, which join the query when they have both ends', async () => {
    const { user, onChange, last } = await setUp();
    await user.click(screen.getByRole('button', { name: 'Add interval' }));
    const row = within(screen.getByRole('group', { name: 'Interval 1' }));
    await user.type(row.getByLabelText('From'), '2026-11-01{Enter}');
    expect(onChange).not.toHaveBeenCalled();
    await user.type(row.getByLabelText('To'), '2026-11-01 12:00{Enter}');
    const exclude = [{ from: '2026-11-01T00:00:00Z', to: '2026-11-01T12:00:00Z' }];
    expect(last()).toEqual({ ...minimal, baseline: { ...minimal.baseline, exclude } });
    expect(schemaErrors(last()!)).toEqual([]);

    await user.clear(row.getByLabelText('To'));
    await user.type(row.getByLabelText('To'), '2026-10-31{Enter}');
    expect(screen.getByRole('alert')).toHaveTextContent('Must be after the start of the time left out.');
    await user.click(screen.getByRole('button', { name: 'Remove interval 1' }));
    expect(sent(last())).toEqual(minimal);
    expect(screen.queryByRole('group', { name: 'Interval 1' })).toBeNull();
  });

  test('can be the range shown', async () => {
    const range = { from: dateTime('2026-11-01T00:00:00Z'), to: dateTime('2026-11-02T00:00:00Z') } as TimeRange;
    const { user, last } = await setUp(minimal, range);
    await user.click(screen.getByRole('button', { name: 'Add the range shown' }));
    expect(last()).toHaveProperty('baseline.exclude', [
      { from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' },
    ]);
    expect(schemaErrors(last()!)).toEqual([]);
  });

  test('can be told by PromQL', async () => {
    const { user, last } = await setUp();
    await user.type(area('Mute while'), 'promotion_active');
    await user.tab();
    expect(last()).toEqual({ ...minimal, baseline: { ...minimal.baseline, mute: 'promotion_active' } });
    expect(schemaErrors(last()!)).toEqual([]);
    await user.clear(area('Mute while'));
    await user.tab();
    expect(sent(last())).toEqual(minimal);
  });
});
