import { categories, code, full, minimal } from '../testing/questions';
import type { Baseline, Question } from './query';
import { isComplete, validate } from './validate';

const canary = { label: 'version', op: '=' as const, value: 'canary' };
const stable = { ...canary, value: 'stable' };
const one = { metric: 'm', category: ['a'] };
const codeByLabel = { expr: 'x', category: ['a'] };
const fixed = (from: string, to: string): Baseline => ({ kind: 'fixed', from, to });

test.each<[string, Partial<Question>]>([
  ['a minimal query', {}],
  ['every field', full],
  ['the range as window', { window: '$__range', baseline: { kind: 'previous' } }],
  ['a window as long as the offset', { window: '1d' }],
  ['a long window and the default offset', { window: '7d', baseline: { kind: 'previous' } }],
  ['a fixed range', { baseline: fixed('2026-11-01T00:00:00Z', '2026-11-08T00:00:00+01:00') }],
  ['variables', { window: '$w', baseline: fixed('${__from:date:iso}', '$to'), current: { metric: '$metric' } }],
  ['a metric in a variable that ends in _bucket', { current: { metric: '$without_bucket' } }],
  ['measure as a group of one', { groupBy: ['measure'], measures: ['js'] }],
  ['bound as a group without a band', { groupBy: ['bound'], confidence: { band: false } }],
  ['how far above normal', { alertOn: 'aboveNormal', confidence: { band: false } }],
  ['how far above normal of what has no band', { alertOn: 'aboveNormal', measures: ['entropy', 'g'] }],
  ['a limit of new mass', { alertOn: 'lower', measures: ['newMass', 'tv'] }],
  ['distances of a histogram', { measures: ['wasserstein', 'ks'] }],
  ['distances of code that only its answer knows', { ...code, measures: ['wasserstein'] }],
  ['the smallest share', { estimator: 'epsilon', smoothing: 0.499 }],
  ['added events of a written amount', { estimator: 'laplace', smoothing: 0.25 }],
  [
    'an estimator in a variable',
    { estimator: '$estimator' as never, replicates: '${r}' as never, alertOn: '$a' as never },
  ],
  ['instances', { replicates: { by: 'pod' }, groupBy: ['service'] }],
  ['instances in a variable', { replicates: { by: '$instance' } }],
  ['the rest by cells', { groupBy: ['tenant'], baseline: { kind: 'rest' }, replicates: 'cells' }],
  ['an offset in a variable', { window: '7d', baseline: { kind: 'previous', offset: '$offset' } }],
  ['a cohort of another metric', { baseline: { kind: 'cohort', metric: 'observed' } }],
  [
    'a cohort that picks the same value of a group-by label as current',
    {
      groupBy: ['version'],
      current: { metric: 'm', matchers: [canary] },
      baseline: { kind: 'cohort', metric: 'other', matchers: [canary] },
    },
  ],
  ['categories', categories],
  ['categories without a name for their type', { current: { ...categories.current, type: 'categoryCounter' } }],
  ['code', code],
  ['code with category labels', { current: { expr: 'x', category: ['country'] }, bins: { kind: 'top' } }],
  ['bins of code that only its answer knows', { ...code, bins: { kind: 'top' } }],
  [
    'categories of code',
    {
      ...code,
      baseline: {
        kind: 'static',
        categories: [
          ['a', 'x'],
          ['b', 'x'],
        ],
        weights: [1, 1],
      },
    },
  ],
  ['a cohort in code', { baseline: { kind: 'cohort', expr: 'x' } }],
  ['a cohort of code by a metric', { ...code, baseline: { kind: 'cohort', metric: 'm', matchers: [stable] } }],
  ['a season of just the window', { window: '1d', baseline: { kind: 'seasonal', period: '1d', count: 100 } }],
  ['the rest of groups', { groupBy: ['tenant'], baseline: { kind: 'rest' } }],
  ['a written distribution', { baseline: { kind: 'static', bounds: [-1, 0, 0.5], weights: [0, 0, 1, 2], n: 0.5 } }],
  ['a window that can’t grow', { widenTo: '1h' }],
  ['resolution as a group of the divergence', { groupBy: ['resolution'] }],
  [
    'an interval in variables',
    { baseline: { kind: 'previous', exclude: [{ from: '$from', to: '2026-11-01T00:00:00Z' }], mute: 'x' } },
  ],
])('%s has no problems', (_, patch) => {
  expect(validate({ ...minimal, ...patch })).toEqual([]);
});

test.each<[string, Partial<Question>, string, RegExp]>([
  ['no metric', { current: { metric: '' } }, 'current.metric', /choose a histogram/i],
  ['a bucket series', { current: { metric: 'm_bucket' } }, 'current.metric', /Leave _bucket off: m\./],
  [
    'a bucket series as cohort',
    { baseline: { kind: 'cohort', metric: 'm_bucket' } },
    'baseline.metric',
    /Leave _bucket off: m\./,
  ],
  [
    'a matcher without label',
    { current: { metric: 'm', matchers: [{ ...canary, label: '' }] } },
    'current.matchers[0].label',
    /choose a label/i,
  ],
  ['a bad window', { window: '1 hour' }, 'window', /not a duration.*5m/],
  ['a window of nothing', { window: '0s' }, 'window', /longer than nothing/],
  [
    'an overlap',
    { window: '2h', baseline: { kind: 'previous', offset: '1h' } },
    'baseline.offset',
    /2 hours.*own baseline: use 2h or more/,
  ],
  ['an overlap with the default offset written out', { window: '7d' }, 'baseline.offset', /use 7d or more/],
  ['a bad offset', { baseline: { kind: 'previous', offset: 'yesterday' } }, 'baseline.offset', /not a duration/],
  ['a bad baseline window', { baseline: { kind: 'previous', window: '1' } }, 'baseline.window', /not a duration/],
  ['no start', { baseline: fixed('', '2026-11-01T00:00:00Z') }, 'baseline.from', /when the baseline begins/],
  ['a bad end', { baseline: fixed('2026-11-01T00:00:00Z', 'now') }, 'baseline.to', /not a time/],
  [
    'a day that does not exist',
    { baseline: fixed('2026-13-01T00:00:00Z', '2027-01-01T00:00:00Z') },
    'baseline.from',
    /not a time/,
  ],
  [
    'start at the end',
    { baseline: fixed('2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z') },
    'baseline.to',
    /after the start/,
  ],
  ['a cohort of nothing', { baseline: { kind: 'cohort' } }, 'baseline.matchers', /what differs/],
  [
    'a cohort equal to current',
    { current: { metric: 'm', matchers: [canary] }, baseline: { kind: 'cohort', metric: 'm', matchers: [canary] } },
    'baseline.matchers',
    /same as current/,
  ],
  [
    'a cohort that picks a group-by label',
    {
      groupBy: ['version'],
      current: { metric: 'm', matchers: [canary] },
      baseline: { kind: 'cohort', matchers: [stable] },
    },
    'baseline.matchers[0]',
    /drop version from “Group by”/,
  ],
  ['an unknown baseline', { baseline: { kind: 'yesterday' } as never }, 'baseline.kind', /not a known baseline/],
  ['le as a group', { groupBy: ['le'] }, 'groupBy[0]', /bucket bound/],
  ['a group twice', { groupBy: ['a', 'a'] }, 'groupBy[1]', /twice/],
  [
    'measure as a group of several',
    { groupBy: ['measure'], measures: ['kl', 'js'] },
    'groupBy[0]',
    /ask for one measure/,
  ],
  ['bound as a group with a band', { groupBy: ['a', 'bound'] }, 'groupBy[1]', /switch them off, or group by another/],
  [
    'bound as a group with a noise floor',
    { groupBy: ['bound'], confidence: { band: false, noiseFloor: true } },
    'groupBy[0]',
    /noise floor and the expected range apart/,
  ],
  [
    'bound as a group with an expected range',
    { groupBy: ['bound'], confidence: { band: false, expectedRange: true } },
    'groupBy[0]',
    /expected range apart/,
  ],
  ['an unknown measure', { measures: ['kl', 'chi2' as never] }, 'measures[1]', /not a known measure/],
  ['a measure twice', { measures: ['js', 'js'] }, 'measures[1]', /JS is asked for twice/],
  [
    'a distance of categories',
    { ...categories, measures: ['js', 'wasserstein'] },
    'measures[1]',
    /Wasserstein distance needs values in an order.*use JS or total variation/,
  ],
  ['KS of code by label', { current: codeByLabel, measures: ['ks'] }, 'measures[0]', /order/],
  ['an unknown estimator', { estimator: 'mle' as never }, 'estimator', /not a known estimator/],
  ['an amount of nothing', { smoothing: 1 }, 'smoothing', /“Corrected” takes no amount: remove it/],
  ['an amount of half an event', { estimator: 'jeffreys', smoothing: 1 }, 'smoothing', /takes no amount/],
  ['an amount of 0', { estimator: 'laplace', smoothing: 0 }, 'smoothing', /above 0/],
  ['an amount that is no number', { estimator: 'pool', smoothing: NaN }, 'smoothing', /above 0/],
  ['a large smallest share', { estimator: 'epsilon', smoothing: 0.5 }, 'smoothing', /less than 0.5/],
  ['unknown replicates', { replicates: 'pods' as never }, 'replicates', /not a known choice/],
  ['instances without label', { replicates: { by: '' } }, 'replicates.by', /such as pod/],
  ['le as an instance', { replicates: { by: 'le' } }, 'replicates.by', /bucket bound/],
  ['a group as an instance', { replicates: { by: 'a' }, groupBy: ['a'] }, 'replicates.by', /one value of it only/],
  [
    'a category as an instance',
    { ...categories, replicates: { by: 'device' } },
    'replicates.by',
    /one value of it only/,
  ],
  [
    'an instance of the rest',
    { replicates: { by: 'pod' }, groupBy: ['a'], baseline: { kind: 'rest' } },
    'replicates.by',
    /use cells/,
  ],
  ['a level too low', { confidence: { level: 0.79 } }, 'confidence.level', /80 % to 99.9 %/],
  ['a level too high', { confidence: { level: 0.9995 } }, 'confidence.level', /80 % to 99.9 %/],
  ['a level that is no number', { confidence: { level: NaN } }, 'confidence.level', /80 % to 99.9 %/],
  ['a negative count', { minCount: -1 }, 'minCount', /0 or more/],
  ['a negative threshold', { threshold: -0.1 }, 'threshold', /0 or more/],
  ['a limit without a band', { alertOn: 'lower', confidence: { band: false } }, 'alertOn', /needs the band/],
  [
    'a limit of smoothed shares',
    { alertOn: 'upper', estimator: 'jeffreys' },
    'alertOn',
    /Only the corrected estimator/,
  ],
  ['the normal of smoothed shares', { alertOn: 'aboveNormal', estimator: 'none' }, 'alertOn', /alert on the estimate/],
  ['a limit of entropy', { alertOn: 'upper', measures: ['kl', 'entropy'] }, 'alertOn', /Entropy has no upper limit/],
  ['an unknown statistic', { alertOn: 'middle' as never }, 'alertOn', /not a known statistic/],
  ['the range as scrape interval', { scrapeInterval: '$__range' }, 'scrapeInterval', /15s or 1m/],
  ['no counter', { current: { metric: '', category: ['a'] } }, 'current.metric', /counter or gauge/],
  ['no category label', { current: { metric: 'm', category: [] } }, 'current.category', /Choose a category label/],
  ['a type of categories alone', { current: { metric: 'm', type: 'categoryGauge' } }, 'current.category', /Choose/],
  ['le as a category', { current: { metric: 'm', category: ['a', 'le'] } }, 'current.category[1]', /bucket bound/],
  ['a category twice', { current: { expr: 'x', category: ['a', 'a'] } }, 'current.category[1]', /twice/],
  ['a category without name', { current: { metric: 'm', category: [''] } }, 'current.category[0]', /no name/],
  ['a category as a group', { ...categories, groupBy: ['device'] }, 'current.category[1]', /device is also a group-by/],
  [
    'a histogram of categories',
    { current: { metric: 'm', type: 'native', category: ['a'] } },
    'current.type',
    /native histogram has no category/,
  ],
  ['no expression', { current: { expr: ' ' } }, 'current.expr', /Write an expression/],
  [
    'a metric beside an expression',
    { current: { expr: 'x', metric: 'm', matchers: [stable], type: 'native' } },
    'current.expr',
    /in place of metric, matchers and type/,
  ],
  [
    'a season shorter than the window',
    { window: '2d', baseline: { kind: 'seasonal', period: '1d' } },
    'baseline.period',
    /own baseline: use 2d or more/,
  ],
  ['a season of the range', { baseline: { kind: 'seasonal', period: '$__range' } }, 'baseline.period', /1d or 7d/],
  ['no season', { baseline: { kind: 'seasonal', count: 0 } }, 'baseline.count', /1 to 100/],
  ['too many seasons', { baseline: { kind: 'seasonal', count: 101 } }, 'baseline.count', /1 to 100/],
  ['half a season', { baseline: { kind: 'seasonal', count: 1.5 } }, 'baseline.count', /1 to 100/],
  ['the rest without groups', { baseline: { kind: 'rest' } }, 'baseline.kind', /choose a label in “Group by”/],
  ['a cohort of code by nothing', { ...code, baseline: { kind: 'cohort' } }, 'baseline.expr', /or choose a metric/],
  [
    'a cohort of code without metric',
    { ...code, baseline: { kind: 'cohort', matchers: [stable] } },
    'baseline.metric',
    /no metric can be taken over/,
  ],
  ['a cohort of the same code', { ...code, baseline: { kind: 'cohort', ...code.current } }, 'baseline.expr', /same as/],
  ['a cohort of no code', { baseline: { kind: 'cohort', expr: '' } }, 'baseline.expr', /Write an expression/],
  [
    'a cohort both ways',
    { baseline: { kind: 'cohort', expr: 'x', metric: 'm' } },
    'baseline.expr',
    /in place of metric: remove one/,
  ],
  [
    'a cohort by le',
    { ...categories, baseline: { kind: 'cohort', metric: 'x', category: ['le', 'device'] } },
    'baseline.category[0]',
    /bucket bound/,
  ],
  ['no bounds', { baseline: { kind: 'static', bounds: [], weights: [0] } }, 'baseline.bounds', /or paste them/],
  ['nothing written', { baseline: { kind: 'static' } as never }, 'baseline.bounds', /or paste them/],
  [
    'bounds out of order',
    { baseline: { kind: 'static', bounds: [1, 2, 2], weights: [1, 1, 1, 1] } },
    'baseline.bounds[2]',
    /^Bound 3 \(2\) is not above the one before it \(2\)/,
  ],
  [
    'a bound of +Inf',
    { baseline: { kind: 'static', bounds: [1, Infinity], weights: [1, 1, 1] } },
    'baseline.bounds[1]',
    /not a number/,
  ],
  [
    'as many weights as bounds',
    { baseline: { kind: 'static', bounds: [1, 2], weights: [1, 1] } },
    'baseline.weights',
    /^2 weights for 2 bounds: there must be 3, one more/,
  ],
  [
    'a negative weight',
    { baseline: { kind: 'static', bounds: [1], weights: [1, -1] } },
    'baseline.weights[1]',
    /Weight 2 \(-1\)/,
  ],
  [
    'no weight',
    { baseline: { kind: 'static', bounds: [1], weights: [0, 0] } },
    'baseline.weights',
    /All weights are 0/,
  ],
  ['no samples', { baseline: { kind: 'static', bounds: [1], weights: [0, 1], n: 0 } }, 'baseline.n', /more than 0/],
  [
    'bounds and categories',
    { baseline: { kind: 'static', bounds: [1], categories: ['a', 'b'], weights: [0, 1] } },
    'baseline.bounds',
    /in place of categories/,
  ],
  [
    'categories of a histogram',
    { baseline: { kind: 'static', categories: ['a', 'b'], weights: [1, 1] } },
    'baseline.categories',
    /has bounds/,
  ],
  [
    'categories of unlike length of code without labels',
    { ...code, baseline: { kind: 'static', categories: [['a', 'x'], 'b'], weights: [1, 1] } },
    'baseline.categories[1]',
    /^Category 2 \(b\) has 1 value instead of 2/,
  ],
  [
    'a cohort of fewer labels',
    { ...categories, baseline: { kind: 'cohort', metric: 'x', category: ['country'] } },
    'baseline.category',
    /of 1 label and current has them of 2/,
  ],
  ['coarser top categories', { ...code, bins: { kind: 'top' }, view: 'sensitivity' }, 'view', /show the divergence/],
  [
    'bounds of categories',
    { ...categories, baseline: { kind: 'static', bounds: [1], weights: [1, 1] } },
    'baseline.bounds',
    /no bounds/,
  ],
  [
    'no categories',
    { ...categories, baseline: { kind: 'static', categories: [], weights: [] } },
    'baseline.categories',
    /or paste them/,
  ],
  [
    'a category with a value too few',
    { ...categories, baseline: { kind: 'static', categories: [['DE', 'tv'], 'FR'], weights: [1, 1] } },
    'baseline.categories[1]',
    /^Category 2 \(FR\) has 1 value instead of 2/,
  ],
  [
    'a written category twice',
    { current: one, baseline: { kind: 'static', categories: ['a', 'b', ['a']], weights: [1, 1, 1] } },
    'baseline.categories[2]',
    /^Category 3 \(a\) is there twice/,
  ],
  [
    'a weight too few',
    { current: one, baseline: { kind: 'static', categories: ['a', 'b'], weights: [1] } },
    'baseline.weights',
    /^1 weight for 2 categories: there must be 2, one for each/,
  ],
  [
    'a single category',
    { current: one, baseline: { kind: 'static', categories: ['a'], weights: [1] } },
    'baseline.weights',
    /two or more/,
  ],
  [
    'an interval that ends before it begins',
    {
      baseline: {
        kind: 'previous',
        exclude: [
          { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' },
          { from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' },
        ],
      },
    },
    'baseline.exclude[1].to',
    /after the start of the time left out/,
  ],
  [
    'an interval without end',
    { ...categories, baseline: { kind: 'rest', exclude: [{ from: '2026-11-01T00:00:00Z', to: '' }] }, groupBy: ['a'] },
    'baseline.exclude[0].to',
    /Say when the time left out ends/,
  ],
  ['a window that shrinks', { widenTo: '30m' }, 'widenTo', /window of 1 hour, which can only grow: use 1h or more/],
  ['a widest window that is none', { widenTo: 'far' }, 'widenTo', /not a duration/],
  ['the range as widest window', { widenTo: '$__range' }, 'widenTo', /6h or 1d/],
  ['the top of a histogram', { bins: { kind: 'top' } }, 'bins.kind', /Only categories have a top/],
  ['quantiles of categories', { ...categories, bins: { kind: 'quantiles' } }, 'bins.kind', /no order: use the top/],
  ['equal width of code by labels', { current: codeByLabel, bins: { kind: 'equalWidth' } }, 'bins.kind', /no order/],
  ['unknown bins', { bins: { kind: 'thirds' } as never }, 'bins.kind', /not a known kind/],
  ['one bin', { bins: { kind: 'quantiles', count: 1 } }, 'bins.count', /2 to 500/],
  ['too many bins', { bins: { kind: 'quantiles', count: 501 } }, 'bins.count', /2 to 500/],
  ['half a bin', { bins: { kind: 'equalWidth', count: 2.5 } }, 'bins.count', /2 to 500/],
  ['coarser categories', { ...categories, view: 'sensitivity' }, 'view', /show the divergence/],
  [
    'resolution as a group of the sensitivity',
    { view: 'sensitivity', groupBy: ['resolution'] },
    'groupBy[0]',
    /label resolution tells them apart/,
  ],
  ['a bad scrape interval', { scrapeInterval: '15' }, 'scrapeInterval', /not a duration/],
])('%s is found', (_, patch, field, message) => {
  const problems = validate({ ...minimal, ...patch });
  expect(problems.map((problem) => problem.field)).toEqual([field]);
  expect(problems[0].message).toMatch(message);
});

test('only what is still to be filled in makes a question incomplete', () => {
  expect(isComplete({})).toBe(false);
  expect(isComplete({ ...minimal, baseline: { kind: 'cohort' } })).toBe(false);
  expect(isComplete({ ...minimal, baseline: fixed('', '') })).toBe(false);
  expect(isComplete({ ...minimal, current: { metric: 'm', category: [] } })).toBe(false);
  expect(isComplete({ ...minimal, current: { expr: '' } })).toBe(false);
  expect(isComplete({ ...minimal, baseline: { kind: 'static', bounds: [], weights: [0] } })).toBe(false);
  expect(isComplete({ ...minimal, replicates: { by: '' } })).toBe(false);
  expect(isComplete({ ...minimal, baseline: { kind: 'rest' } })).toBe(true);
  expect(isComplete({ ...minimal, window: '1 hour' })).toBe(true);
  expect(isComplete(minimal)).toBe(true);
});
