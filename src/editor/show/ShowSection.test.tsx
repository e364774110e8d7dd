import { CoreApp } from '@grafana/data';
import { screen, waitFor } from '@testing-library/react';
import { choose, input, radio, sent, setUp, unfold } from '../../testing/editor';
import { categories, minimal, ofViews } from '../../testing/questions';
import { schemaErrors } from '../../testing/schema';
import type { HistodriftQuery, View } from '../../query/query';
import { views } from '../../query/view';

const write = async (user: Awaited<ReturnType<typeof setUp>>['user'], label: string, text: string) => {
  await user.clear(input(label));
  await user.type(input(label), `${text}{Enter}`);
};

/** What the open menu offers. The suggestions of inputs are options by themselves, without being told so. */
const options = () => [...document.querySelectorAll('[role="option"]')].map(({ textContent }) => textContent);

describe('the view', () => {
  test('is chosen from all of them, each with a word on what it shows', async () => {
    const { user } = await setUp();
    await user.click(input('View'));
    // A menu shows those for which there is room.
    await waitFor(() =>
      expect(options().slice(0, 3)).toEqual(views.slice(0, 3).map(({ label, description }) => label + description))
    );
  });

  test.each(views.map(({ name, label, description }) => [label, description, name] as const))(
    '%s says what it shows and which panel draws it',
    async (_, description, name) => {
      await setUp({ ...ofViews[name], view: name });
      expect(screen.getByText(new RegExp(`^${description}\\. Panels: `))).toBeInTheDocument();
      expect(screen.queryByRole('alert')).toBeNull();
    }
  );

  test('comes back with what it had', async () => {
    const { user, last } = await setUp(ofViews.explain);
    await choose(user, input('View'), /^Divergence/);
    expect(sent(last())).toEqual(minimal);
    await choose(user, input('View'), /^Explanation/);
    expect(sent(last())).toEqual(ofViews.explain);
  });

  test('hides what it has no place for', async () => {
    await setUp(ofViews.slo);
    expect(screen.queryByLabelText('Expected range')).toBeNull();
    expect(screen.queryByLabelText('Widen to')).toBeNull();
  });

  test('shows what it has no place for where it is there all the same', async () => {
    const confidence = { expectedRange: true };
    await setUp({ ...ofViews.slo, widenTo: '6h', confidence }, undefined, undefined, { folded: true });
    expect(screen.getAllByRole('alert').map(({ textContent }) => textContent)).toEqual([
      'The view Objective has no place for it: switch it off.',
      'The view Objective has windows that do not grow so: remove it.',
    ]);
  });

  test('that needs a threshold waits for it', async () => {
    const { user, last } = await setUp();
    await choose(user, input('View'), /^Objective/);
    expect(screen.getByRole('status')).toHaveTextContent(
      'Give a threshold: the divergence that matters, such as 0.05.'
    );
    await user.type(input('Threshold'), '0.1{Enter}');
    expect(last()).toEqual({ ...minimal, view: 'slo', threshold: 0.1 });
    expect(schemaErrors(last()!)).toEqual([]);
    expect(screen.getByRole('status', { name: 'Summary' })).toHaveTextContent(/^Share of the windows in which KL/);
  });

  test('of one measure takes the newest', async () => {
    const { user, last } = await setUp({ ...ofViews.slo, measures: ['kl'] });
    await choose(user, input('Measures'), /^JS(?! distance)/);
    expect(last()).toHaveProperty('measures', ['js']);
  });

  test('of numbers is offered for a histogram, and not for categories', async () => {
    const histogram = await setUp();
    await histogram.user.type(input('View'), 'exemplars');
    expect(await screen.findByRole('option', { name: /^Exemplars/ })).toBeInTheDocument();
    histogram.unmount();
    const { user } = await setUp(categories);
    await user.type(input('View'), 'exemplars');
    expect(await screen.findByText('No options found.')).toBeInTheDocument();
  });

  test('can be fixed', async () => {
    await setUp(ofViews.episodes, undefined, undefined, { views: ['episodes'] });
    expect(screen.queryByLabelText('View')).toBeNull();
    expect(input('Ends below')).toHaveValue(80);
  });
});

describe('the hint on panels', () => {
  test('says in a panel where it is chosen', async () => {
    await setUp(minimal, undefined, undefined, { app: CoreApp.PanelEditor });
    expect(screen.getByText(/Panels, under “Visualization”: Time series/)).toBeInTheDocument();
  });

  test('is of no use to alert rules, which need numbers', async () => {
    const { user, last } = await setUp(ofViews.explain, undefined, undefined, { app: CoreApp.UnifiedAlerting });
    expect(screen.queryByText(/Panels/)).toBeNull();
    expect(screen.getByLabelText('Warning')).toHaveTextContent('Alert rules need numbers: choose “For alert rules”.');
    await user.click(radio('For alert rules'));
    expect(last()).toHaveProperty('format', 'numeric');
    expect(screen.queryByLabelText('Warning')).toBeNull();
  });
});

describe('the form of the answer', () => {
  test('of exemplars lies over a graph, or is a table', async () => {
    const { user, last } = await setUp({ ...minimal, view: 'exemplars' });
    expect(radio('Over a graph')).toBeChecked();
    await user.click(radio('Table'));
    expect(last()).toHaveProperty('format', 'table');
    expect(schemaErrors(last()!)).toEqual([]);
    await user.click(radio('Over a graph'));
    expect(sent(last())).toEqual({ ...minimal, view: 'exemplars' });
  });

  test('of categories has no axis of numbers, but bars', async () => {
    const { user, last } = await setUp({ ...categories, view: 'distributions' });
    expect(screen.queryByRole('radio', { name: 'Numeric axis' })).toBeNull();
    await user.click(radio('Bars'));
    expect(last()).toHaveProperty('format', 'bars');
    expect(schemaErrors(last()!)).toEqual([]);
  });

  test('of distributions is a table or has a numeric axis', async () => {
    const { user, last } = await setUp({ ...minimal, view: 'distributions' });
    await user.click(radio('Numeric axis'));
    expect(last()).toHaveProperty('format', 'numeric');
    await user.click(radio('Table'));
    expect(sent(last())).toEqual({ ...minimal, view: 'distributions' });
  });

  test('over time is no table', async () => {
    const { user, last } = await setUp({ ...minimal, view: 'contributions', format: 'table' });
    await user.click(input('Single value'));
    expect(sent(last())).toEqual({ ...minimal, view: 'contributions', instant: false });
    expect(schemaErrors(last()!)).toEqual([]);
    expect(screen.queryByRole('radio', { name: 'For people' })).toBeNull();
  });

  test('has so many rows', async () => {
    const { user, last } = await setUp({ ...minimal, view: 'contributions' });
    await write(user, 'Rows at most', '20');
    expect(last()).toHaveProperty('limit', 20);
    await write(user, 'Rows at most', '0');
    expect(screen.getByRole('alert')).toHaveTextContent('whole number from 1 to 10000');
  });
});

describe('alert rules', () => {
  test.each<[View, RegExp, string]>([
    ['contributions', /^Share/, 'share'],
    ['slo', /^Budget left/, 'budget'],
    ['verdict', /^Samples needed/, 'needed'],
    ['ranking', /^Lower limit/, 'lower'],
    ['episodes', /^Lower limit/, 'lower'],
  ])('of %s can see %s', async (view, option, statistic) => {
    const { user, last } = await setUp({ ...ofViews[view], alertOn: undefined });
    await choose(user, input('Alert on'), option);
    expect(last()).toHaveProperty('alertOn', statistic);
    expect(schemaErrors(last()!)).toEqual([]);
  });

  test('have no choice where there is one number', async () => {
    await setUp(ofViews.explain);
    expect(screen.queryByLabelText('Alert on')).toBeNull();
  });
});

describe('options', () => {
  test('of an explanation', async () => {
    const { user, last } = await setUp({ ...minimal, view: 'explain' });
    await choose(user, input('By the labels'), 'service');
    await write(user, 'Values told apart', '50');
    expect(last()).toHaveProperty('explain', { labels: ['service'], maxValues: 50 });
    expect(schemaErrors(last()!)).toEqual([]);
    await user.clear(input('Values told apart'));
    await user.tab();
    await user.click(screen.getByTitle('Clear all'));
    expect(sent(last())).toEqual({ ...minimal, view: 'explain' });
  });

  test('of an objective', async () => {
    const start: HistodriftQuery = { ...minimal, view: 'slo', threshold: 0.1 };
    const { user, last } = await setUp(start);
    expect(input('Objective')).toHaveValue(95);
    await write(user, 'Objective', '99.5');
    await user.click(radio('groups'));
    await write(user, 'Period', '7d');
    await write(user, 'Long burn window', '6h');
    await write(user, 'Short burn window', '1h');
    const slo = { target: 0.995, over: 'groups', period: '7d', long: '6h', short: '1h' };
    expect(last()).toEqual({ ...start, slo });
    expect(schemaErrors(last()!)).toEqual([]);
    await write(user, 'Short burn window', '12h');
    expect(screen.getByRole('alert')).toHaveTextContent('Longer than the long window of 6 hours: use 6h or less.');
  });

  test('of a ranking', async () => {
    const { user, last } = await setUp({ ...ofViews.ranking, ranking: undefined });
    expect(input('False alarms')).toHaveValue(5);
    await write(user, 'False alarms', '10');
    expect(last()).toHaveProperty('ranking', { falseDiscovery: 0.1 });
    await write(user, 'False alarms', '100');
    expect(screen.getByRole('alert')).toHaveTextContent('between 0 and 100 %');
  });

  test('of episodes', async () => {
    const { user, last } = await setUp({ ...ofViews.episodes, episodes: undefined });
    await write(user, 'Ends below', '80');
    await write(user, 'Join gaps up to', '30m');
    await write(user, 'At least', '10m');
    expect(last()).toEqual(ofViews.episodes);
  });

  test('of exemplars', async () => {
    const { user, last } = await setUp({ ...minimal, view: 'exemplars' });
    await write(user, 'Bins searched', '5');
    expect(last()).toHaveProperty('exemplars', { bins: 5 });
    await write(user, 'Bins searched', '51');
    expect(screen.getByRole('alert')).toHaveTextContent('whole number from 1 to 50');
  });

  test('of a verdict', async () => {
    const start: HistodriftQuery = { ...ofViews.verdict, verdict: undefined, alertOn: undefined };
    const { user, last } = await setUp(start);
    await write(user, 'Since', '2026-11-01');
    await choose(user, input('Fails on'), /^A higher percentile/);
    expect(input('Percentile')).toHaveValue(95);
    await write(user, 'Percentile', '99');
    await unfold();
    await write(user, 'Traffic ratio', '0.05');
    await write(user, 'Tolerance', '10');
    await choose(user, input('Same mix of'), 'service');
    expect(last()?.verdict).toEqual({
      since: '2026-11-01T00:00:00Z',
      worse: { statistic: 'quantile', direction: 'up', quantile: 0.99 },
      parity: { ratio: 0.05, tolerance: 0.1, labels: ['service'] },
    });
    expect(schemaErrors(last()!)).toEqual([]);

    await write(user, 'Percentile', '100');
    expect(screen.getByRole('alert')).toHaveTextContent('percentile between 0 and 100');
    await choose(user, input('Fails on'), /^Any change/);
    expect(screen.queryByLabelText('Percentile')).toBeNull();
    expect(last()?.verdict).not.toHaveProperty('worse');
  });

  test('of categories know no worse', async () => {
    const { user } = await setUp({ ...ofViews.verdict, ...categories, verdict: undefined });
    await user.click(input('Fails on'));
    await waitFor(() => expect(options()).toEqual(['Any changeFor the better, too']));
  });

  test('that another view left behind can be dropped', async () => {
    const { user, last } = await setUp({ ...minimal, limit: 3, verdict: { since: 'x' }, format: 'table' });
    expect(screen.getByRole('alert')).toHaveTextContent('Does not apply to the view Divergence: drop it.');
    await user.click(screen.getByRole('button', { name: 'Drop format, limit, verdict' }));
    expect(sent(last())).toEqual(minimal);
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
