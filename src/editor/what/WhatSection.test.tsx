import { screen } from '@testing-library/react';
import { isComplete } from '../../query/validate';
import { area, choose, input, radio, sent, setUp } from '../../testing/editor';
import { code, minimal } from '../../testing/questions';
import { schemaErrors } from '../../testing/schema';

describe('the source', () => {
  test('can be categories', async () => {
    const { user, call, last } = await setUp({ ...minimal, bins: { kind: 'quantiles' }, view: 'sensitivity' });
    await user.click(radio('Categories'));
    expect(isComplete(last()!)).toBe(false);
    expect(screen.getByRole('status')).toHaveTextContent('Choose a counter or gauge. Choose a category label.');
    expect(screen.queryByLabelText('Histogram', { selector: 'input:not([type=radio])' })).toBeNull();
    expect(input('View')).toHaveValue('Divergence');

    await choose(user, input('Counter or gauge'), /orders_total/);
    expect(call).toHaveBeenCalledWith('metrics', expect.objectContaining({ kind: 'category' }), expect.anything());
    await choose(user, input('Category labels'), 'service');
    expect(call).toHaveBeenCalledWith(
      'labels',
      { metric: 'orders_total', matchers: '[]', type: 'category' },
      expect.anything()
    );
    expect(sent(last())).toEqual({ ...minimal, current: { metric: 'orders_total', category: ['service'] } });
    expect(schemaErrors(last()!)).toEqual([]);

    await user.click(radio('gauge'));
    expect(last()).toHaveProperty('current.type', 'categoryGauge');
    expect(schemaErrors(last()!)).toEqual([]);
    await user.click(screen.getAllByRole('radio', { name: 'auto' })[0]);
    expect(sent(last())).toHaveProperty('current', { metric: 'orders_total', category: ['service'] });
  });

  test('can be a native histogram', async () => {
    const { user, last } = await setUp();
    await user.click(radio('native'));
    expect(last()).toEqual({ ...minimal, current: { ...minimal.current, type: 'native' } });
    expect(schemaErrors(last()!)).toEqual([]);
    await user.click(radio('auto'));
    expect(last()).toEqual(minimal);
  });

  test('can be PromQL, which starts as what the builder stands for, and the builder comes back', async () => {
    const query = { ...minimal, groupBy: ['service'] };
    const { user, onRunQuery, last } = await setUp(query);
    await user.click(radio('PromQL'));
    const expr = 'sum by (le, service) (increase(http_request_duration_seconds_bucket[$__window]))';
    expect(sent(last())).toEqual({ ...query, current: { expr } });
    expect(schemaErrors(last()!)).toEqual([]);
    expect(screen.queryByRole('group', { name: 'Matchers' })).toBeNull();
    expect(onRunQuery).toHaveBeenCalledTimes(1);

    await user.click(radio('Histogram'));
    expect(sent(last())).toEqual(query);
    expect(input('Histogram')).toHaveValue('http_request_duration_seconds');
  });

  test('offers the labels that an expression keeps', async () => {
    const { user, call, last } = await setUp(code);
    await choose(user, input('Group by'), 'service');
    expect(last()).toHaveProperty('groupBy', ['service']);
    expect(call).not.toHaveBeenCalled();
  });

  test('has no bins of a histogram while an expression has category labels', async () => {
    const { user, last } = await setUp({ ...code, bins: { kind: 'quantiles' } });
    await choose(user, input('Category labels'), 'service');
    expect(sent(last())).toEqual({ ...code, current: { ...code.current, category: ['service'] } });
    expect(schemaErrors(last()!)).toEqual([]);
    await user.click(screen.getByTitle('Clear all'));
    expect(sent(last())).toEqual({ ...code, bins: { kind: 'quantiles' } });
  });
});

describe('code', () => {
  test('is kept back while it is written and runs on Ctrl+Enter', async () => {
    const { user, onChange, last } = await setUp(code);
    await user.clear(area('Expression'));
    await user.type(area('Expression'), 'sum(a)');
    await user.keyboard('{Enter}+ sum(b)');
    expect(onChange).not.toHaveBeenCalled();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(last()).toHaveProperty('current', { expr: 'sum(a)\n+ sum(b)' });
    await user.type(area('Expression'), '+ 1{Shift>}{Enter}{/Shift}');
    expect(last()).toHaveProperty('current', { expr: 'sum(a)\n+ sum(b)+ 1' });
    await user.tab();
    expect(onChange).toHaveBeenCalledTimes(2);
  });

  test('runs when it is left, and goes back on Escape', async () => {
    const { user, onChange, last } = await setUp(code);
    await user.type(area('Expression'), 'x{Escape}');
    expect(area('Expression')).toHaveValue(code.current.expr);
    await user.type(area('Expression'), ' + 1');
    await user.tab();
    expect(last()).toHaveProperty('current.expr', `${code.current.expr} + 1`);
    expect(onChange).toHaveBeenCalledTimes(1);
  });
});
