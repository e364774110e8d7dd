import { full, minimal } from '../testing/questions';
import type { Baseline, Question } from './query';
import { isComplete, validate } from './validate';

const canary = { label: 'version', op: '=' as const, value: 'canary' };
const stable = { ...canary, value: 'stable' };
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
  [
    'bound as a group with a band',
    { groupBy: ['a', 'bound'] },
    'groupBy[1]',
    /switch the band off, or group by another/,
  ],
  ['a level too low', { confidence: { level: 0.79 } }, 'confidence.level', /80 % to 99.9 %/],
  ['a level too high', { confidence: { level: 0.9995 } }, 'confidence.level', /80 % to 99.9 %/],
  ['a level that is no number', { confidence: { level: NaN } }, 'confidence.level', /80 % to 99.9 %/],
  ['a negative count', { minCount: -1 }, 'minCount', /0 or more/],
  ['a negative threshold', { threshold: -0.1 }, 'threshold', /0 or more/],
  ['a limit without a band', { alertOn: 'lower', confidence: { band: false } }, 'alertOn', /needs the band/],
  ['the range as scrape interval', { scrapeInterval: '$__range' }, 'scrapeInterval', /15s or 1m/],
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
  expect(isComplete({ ...minimal, window: '1 hour' })).toBe(true);
  expect(isComplete(minimal)).toBe(true);
});
