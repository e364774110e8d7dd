import { type TimeRange, dateTime, toDataFrame } from '@grafana/data';
import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import type { HistodriftQuery } from '../query/query';
import { choose, input, radio, setUp } from '../testing/editor';
import { categories, code, full, minimal, ofViews } from '../testing/questions';
import { schemaErrors } from '../testing/schema';

describe('a text', () => {
  test('is kept back while it is typed and runs on Enter', async () => {
    const { user, onChange, onRunQuery, last } = await setUp();
    await user.clear(input('Window'));
    await user.type(input('Window'), '6h');
    expect(onChange).not.toHaveBeenCalled();
    await user.keyboard('{Enter}');
    expect(last()).toEqual({ ...minimal, window: '6h' });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    await user.tab();
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });

  test('runs when the input is left', async () => {
    const { user, onRunQuery, last } = await setUp();
    await user.type(input('Scrape interval'), '30s');
    expect(onRunQuery).not.toHaveBeenCalled();
    await user.tab();
    expect(last()).toEqual({ ...minimal, scrapeInterval: '30s' });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });

  test('goes back on Escape, and runs nothing where it did not change', async () => {
    const { user, onChange } = await setUp();
    await user.type(input('Offset'), '9{Escape}');
    expect(input('Offset')).toHaveValue('1d');
    await user.tab();
    expect(onChange).not.toHaveBeenCalled();
  });
});

test.each<[string, string, string, Partial<HistodriftQuery>]>([
  ['Window', '1h', '$__range', { window: '$__range' }],
  ['Offset', '1d', '7d', { baseline: { kind: 'previous', offset: '7d' } }],
  ['Baseline window', '', '2h', { baseline: { kind: 'previous', offset: '1d', window: '2h' } }],
  ['Confidence level', '95', '99.9', { confidence: { level: 0.999 } }],
  ['Minimum samples', '100', '0', { minCount: 0 }],
  ['Widen to', '', '6h', { widenTo: '6h' }],
  ['Threshold', '', '0.03', { threshold: 0.03 }],
])('%s goes from “%s” to “%s”', async (label, before, after, patch) => {
  const { user, last } = await setUp();
  expect((input(label) as HTMLInputElement).value).toBe(before);
  await user.clear(input(label));
  await user.type(input(label), `${after}{Enter}`);
  expect(last()).toEqual({ ...minimal, ...patch });
  expect(schemaErrors(last()!)).toEqual([]);
});

test('an emptied field takes its default again', async () => {
  const { user, last } = await setUp({ ...minimal, window: '6h', minCount: 5 });
  await user.clear(input('Window'));
  await user.clear(input('Minimum samples'));
  await user.tab();
  expect(last()).toEqual({ ...minimal, window: undefined, minCount: undefined });
  expect(input('Window')).toHaveValue('1h');
  expect(input('Minimum samples')).toHaveValue(100);
});

test('switches and radio buttons run at once', async () => {
  const { user, last, onRunQuery } = await setUp();
  await user.click(radio('bits'));
  await user.click(input('Single value'));
  expect(last()).toEqual({ ...minimal, unit: 'bits', instant: true });
  await user.click(input('Band'));
  expect(last()).toHaveProperty('confidence', { band: false });
  expect(onRunQuery).toHaveBeenCalledTimes(3);
});

describe('the menu of histograms', () => {
  test('searches on the server and says when there is more', async () => {
    const { user, call, onChange, last } = await setUp({ ...minimal, current: { metric: '' } });
    await user.type(input('Histogram'), 'http');
    expect(await screen.findByRole('option', { name: 'First 3 of many: type to search' })).toBeInTheDocument();
    await waitFor(() =>
      expect(call).toHaveBeenLastCalledWith('metrics', expect.objectContaining({ search: 'http' }), expect.anything())
    );
    await user.keyboard('{ArrowUp}{Enter}');
    expect(onChange).not.toHaveBeenCalled();
    await user.click(input('Histogram'));
    await user.click(await screen.findByRole('option', { name: /http_request_duration_seconds/ }));
    expect(last()).toEqual(minimal);
  });

  test('names the formats of a histogram once', async () => {
    const { user } = await setUp();
    await user.click(input('Histogram'));
    expect(await screen.findByRole('option', { name: /payload_bytes/ })).toHaveTextContent('classic and native: Size');
    expect(screen.getByRole('option', { name: /http_request/ })).toHaveTextContent('classic: Latency (seconds)');
  });

  test('offers the dashboard’s variables', async () => {
    const { user, last } = await setUp();
    await choose(user, input('Histogram'), '$metric');
    expect(last()).toHaveProperty('current.metric', '$metric');
  });

  test('says why a look-up failed', async () => {
    const { user, call } = await setUp();
    call.mockRejectedValue({ data: { message: 'Prometheus can’t be reached' } });
    await user.click(input('Histogram'));
    expect(await screen.findByText('Prometheus can’t be reached')).toBeInTheDocument();
  });
});

test('groups are labels, but never le', async () => {
  const { user, last } = await setUp();
  await user.click(input('Group by'));
  expect(await screen.findByRole('option', { name: 'service' })).toBeInTheDocument();
  expect(screen.queryByRole('option', { name: 'le' })).toBeNull();
  await user.click(screen.getByRole('option', { name: 'service' }));
  await user.click(screen.getByRole('option', { name: 'version' }));
  expect(last()).toEqual({ ...minimal, groupBy: ['service', 'version'] });
});

test('a matcher joins the query when it has a label and a value', async () => {
  const { user, onChange, last } = await setUp();
  await user.click(screen.getByRole('button', { name: 'Add matcher' }));
  const row = within(screen.getByRole('group', { name: 'Matcher 1' }));
  await choose(user, row.getByRole('combobox', { name: 'Label' }), 'job');
  await choose(user, row.getByRole('combobox', { name: 'Operator' }), '!=');
  expect(onChange).not.toHaveBeenCalled();
  await choose(user, row.getByRole('combobox', { name: 'Value' }), 'api');
  const matchers = [{ label: 'job', op: '!=', value: 'api' }];
  expect(last()).toEqual({ ...minimal, current: { ...minimal.current, matchers } });

  await user.click(screen.getByRole('button', { name: 'Remove matcher 1' }));
  expect(last()).toEqual({ ...minimal, current: { ...minimal.current, matchers: [] } });
});

test('another label of a matcher needs a value of its own before it runs', async () => {
  const matchers = [
    { label: 'job', op: '!=' as const, value: 'api' },
    { label: 'service', op: '=' as const, value: 'web' },
  ];
  const { user, call, onChange, onRunQuery, last } = await setUp({
    ...minimal,
    current: { ...minimal.current, matchers },
  });
  const row = within(screen.getByRole('group', { name: 'Matcher 1' }));
  await choose(user, row.getByRole('combobox', { name: 'Label' }), 'job');
  expect(row.getByRole('combobox', { name: 'Value' })).toHaveValue('api');
  await choose(user, row.getByRole('combobox', { name: 'Label' }), 'version');
  expect(row.getByRole('combobox', { name: 'Label' })).toHaveValue('version');
  expect(row.getByRole('combobox', { name: 'Value' })).toHaveValue('');
  expect(onChange).not.toHaveBeenCalled();
  expect(onRunQuery).not.toHaveBeenCalled();

  await choose(user, row.getByRole('combobox', { name: 'Value' }), 'web');
  // What it was before must not narrow down its choices.
  expect(call).toHaveBeenCalledWith(
    'label-values',
    expect.objectContaining({ label: 'version', matchers: JSON.stringify([matchers[1]]) }),
    expect.anything()
  );
  const changed = [{ label: 'version', op: '!=', value: 'web' }, matchers[1]];
  expect(last()).toEqual({ ...minimal, current: { ...minimal.current, matchers: changed } });
  expect(onRunQuery).toHaveBeenCalledTimes(1);
});

test('a matcher whose label is being changed can be removed', async () => {
  const matchers = [{ label: 'job', op: '=' as const, value: 'api' }];
  const { user, last } = await setUp({ ...minimal, current: { ...minimal.current, matchers } });
  const row = within(screen.getByRole('group', { name: 'Matcher 1' }));
  await choose(user, row.getByRole('combobox', { name: 'Label' }), 'version');
  await user.click(screen.getByRole('button', { name: 'Remove matcher 1' }));
  expect(last()).toHaveProperty('current.matchers', []);
  expect(screen.queryByRole('group', { name: 'Matcher 1' })).toBeNull();
});

test('a value may be typed that the server does not know', async () => {
  const matchers = [{ label: 'job', op: '=~' as const, value: 'api' }];
  const { user, last } = await setUp({ ...minimal, current: { ...minimal.current, matchers } });
  await user.type(screen.getByRole('combobox', { name: 'Value' }), 'a.*');
  await user.click(await screen.findByRole('option', { name: /^a\.\*/ }));
  expect(last()).toHaveProperty('current.matchers', [{ label: 'job', op: '=~', value: 'a.*' }]);
});

test('measures are added in the order chosen, with their formulas', async () => {
  const { user, last } = await setUp();
  expect(screen.getByText('KL(current ‖ baseline) = Σ p ln(p/q)')).toBeInTheDocument();
  await choose(user, input('Measures'), /^JS(?! distance)/);
  await user.click(screen.getByRole('option', { name: /reverse KL/ }));
  expect(last()).toEqual({ ...minimal, measures: ['kl', 'js', 'klReverse'] });
  expect(screen.getByText('KL(baseline ‖ current) = Σ q ln(q/p)')).toBeInTheDocument();
});

test('shares are measures in words', async () => {
  const { user, last } = await setUp({ ...minimal, measures: ['newMass'] });
  expect(screen.getByText('New mass = Σ p where q = 0')).toBeInTheDocument();
  expect(screen.getByText(/share of the current samples with values that the baseline never had/)).toBeInTheDocument();
  await user.type(input('Measures'), 'vanished');
  await user.click(await screen.findByRole('option', { name: /Vanished mass/ }));
  expect(last()).toHaveProperty('measures', ['newMass', 'vanishedMass']);
  expect(schemaErrors(last()!)).toEqual([]);
});

test('what can’t work is said at the field, and what is asked in a sentence', async () => {
  const { user } = await setUp();
  expect(screen.getByRole('status')).toHaveTextContent(/^KL of http_request_duration_seconds: each hour against/);
  expect(screen.queryByRole('alert')).toBeNull();
  await user.clear(input('Window'));
  await user.type(input('Window'), '2d{Enter}');
  expect(screen.getByRole('alert')).toHaveTextContent('use 2d or more');
});

describe('a query of a version that nobody here knows', () => {
  test('is not touched, and says so', async () => {
    const { onChange } = await setUp({ ...minimal, version: 2 as never });
    expect(screen.getByRole('alert')).toHaveTextContent(/version 2.*update the plugin.*stays as it is/);
    expect(screen.queryAllByRole('combobox')).toEqual([]);
    expect(onChange).not.toHaveBeenCalled();
  });

  test('of a version before there were any is edited as one', async () => {
    const { version, ...saved } = minimal;
    const { user, last } = await setUp(saved as HistodriftQuery);
    await user.click(radio('bits'));
    expect(last()).toEqual({ ...minimal, unit: 'bits' });
  });
});

describe('what is rarely needed', () => {
  const folded = () =>
    screen.getAllByRole('button', { name: /^More: / }).map((button) => button.getAttribute('aria-expanded'));

  test('is folded away, and opens', async () => {
    const { user } = await setUp(minimal, undefined, undefined, { folded: true });
    expect(folded()).toEqual(['false', 'false', 'false']);
    expect(screen.queryByLabelText('Estimator')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'More: type, bins, estimator' }));
    expect(input('Estimator')).toBeInTheDocument();
    expect(folded()).toEqual(['true', 'false', 'false']);
  });

  test('is open where something in it is chosen', async () => {
    const query = { ...minimal, estimator: 'laplace' as const, baseline: { ...full.baseline }, widenTo: '6h' };
    await setUp(query, undefined, undefined, { folded: true });
    expect(folded()).toEqual(['true', 'true', 'true']);
  });

  test('opens where something in it went wrong', async () => {
    const { user } = await setUp({ ...minimal, widenTo: '6h' }, undefined, undefined, { folded: true });
    await user.click(screen.getByRole('button', { name: /^More: noise floor/ }));
    expect(screen.queryByLabelText('Widen to')).toBeNull();
    await user.clear(input('Window'));
    await user.type(input('Window'), '12h{Enter}');
    expect(input('Widen to')).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent('use 12h or more');
  });
});

describe('what works, but not here', () => {
  test('a window of few scrapes, as the data source scrapes', async () => {
    const { user } = await setUp({ ...minimal, window: '30s', baseline: { kind: 'previous', offset: '1d' } });
    expect(screen.getByLabelText('Warning')).toHaveTextContent(
      'Fewer than four scrapes, of which there is one every 15 seconds: use 1m or more, or correct the scrape interval.'
    );
    expect(input('Window')).toHaveAccessibleDescription(/Fewer than four scrapes/);
    await user.type(input('Scrape interval'), '5s{Enter}');
    expect(screen.queryByLabelText('Warning')).toBeNull();
  });

  test('a fixed baseline that reaches into the range shown', async () => {
    const range = { from: dateTime('2026-11-08T00:30:00Z'), to: dateTime('2026-11-09T00:00:00Z') } as TimeRange;
    const baseline = { kind: 'fixed' as const, from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' };
    await setUp({ ...minimal, baseline }, range);
    expect(input('To')).toHaveAccessibleDescription(/points whose window reaches into the baseline are left empty/);
  });
});

test('a query of an alert rule, or one that is all blank, can be edited', async () => {
  await setUp({ refId: 'A' } as HistodriftQuery);
  expect(screen.getByRole('status')).toHaveTextContent('Choose a histogram.');
  expect(screen.queryByRole('alert')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Use the range shown' })).toBeNull();
});

test.each<[string, HistodriftQuery]>([
  ['new', { ...minimal, current: { metric: '' } }],
  ['full', { refId: 'A', ...full }],
  ['warned', { ...minimal, threshold: 0.03 }],
  ['bursty', { ...minimal, replicates: { by: 'le' }, confidence: { expectedRange: true }, alertOn: 'aboveNormal' }],
  ['fixed', { ...minimal, baseline: { kind: 'fixed', from: 'x', to: '' } }],
  [
    'seasonal',
    { ...categories, bins: { kind: 'top' }, baseline: { kind: 'seasonal', exclude: [{ from: 'x', to: '' }] } },
  ],
  ['rest', { ...minimal, baseline: { kind: 'rest' } }],
  ['coded', { ...code, baseline: { kind: 'cohort', expr: 'x' } }],
  ['written', { ...minimal, baseline: { kind: 'static', bounds: [1, 2], weights: [1, 2] } }],
  ...Object.entries(ofViews),
  ['misfitting', { ...minimal, view: 'slo', verdict: {}, instant: false }],
  ['newer', { ...minimal, version: 2 as never }],
  ['written by category', { ...categories, baseline: { kind: 'static', categories: [['DE', 'tv']], weights: [1] } }],
])('a %s query breaks no rule of accessibility', async (_, query) => {
  const series = [toDataFrame({ refId: 'A', fields: [], meta: { custom: { last: { noiseFloor: 0.04 } } } })];
  const { container } = await setUp(query, undefined, series);
  // jsdom draws nothing, so contrast can't be judged.
  const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});
