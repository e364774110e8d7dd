import type { Question } from '../query/query';

import { certain, certainAndFelt } from './divergence';
import { failing, felt } from './impact';
import { acute, feature, weekly } from './levels';
import type { Rule } from './rule';
import { banded, bin, count, nats, percent } from './texts';
import { trained } from './trained';

const who = { team: 'ml-platform', owner: 'ranking-models', cause: 'inputs' };
const inputs = 'model_feature_value';
const scrape = '1m';
const moved = `${banded} from ${count('samples')} values`;
const mostly = `; ${bin()}`;

/** Each feature of each model against what came before. */
const features = {
  current: { metric: inputs },
  measures: ['kl'],
  scrapeInterval: scrape,
} satisfies Partial<Question>;

const lastWeek = { kind: 'previous', offset: '7d' } satisfies Question['baseline'];

/** Rules about models: what goes in, what comes out, and what turns out to be true. */
export const modelRules: Rule[] = [
  {
    ...who,
    name: 'page-model',
    title: 'Model inputs changed and errors are up',
    when: `KL of all features together, 1h against the same time yesterday, is certainly above ${acute.inputs}, and ${felt}`,
    severity: 'page',
    for: acute.for,
    keepFiringFor: acute.keepFiringFor,
    data: certainAndFelt(
      {
        ...features,
        baseline: { kind: 'previous', offset: '1d' },
        groupBy: ['model'],
        joint: ['feature'],
        window: '1h',
      },
      acute.inputs,
      failing('model_requests_total', 'model')
    ),
    summary: `{{ $labels.model }}: its inputs differ from yesterday by at least ${nats('lower')}, and ${percent('errors')} of requests fail.`,
    description: `KL of all features together ${moved}. ${percent('errors')} of requests fail; ${percent('allowed')} would be allowed at this time of day.`,
    panel: { dashboard: 'oncall', title: 'Models, last hour' },
  },
  {
    ...who,
    name: 'inputs-weekly',
    title: 'Model inputs changed since last week',
    when: `KL of all features together, ${weekly.window} against the week before, is certainly above ${weekly.inputs}`,
    severity: 'ticket',
    for: weekly.for,
    keepFiringFor: weekly.keepFiringFor,
    data: certain(
      { ...features, baseline: lastWeek, groupBy: ['model'], joint: ['feature'], window: weekly.window },
      weekly.inputs
    ),
    summary: `{{ $labels.model }}: this week's inputs differ from last week's by at least ${nats('lower')}.`,
    description: `KL of all features together ${moved}. Before acting look at the same number with coarser bins: a change of one bucket alone may be the binning.`,
    panel: { dashboard: 'executive', title: 'Model inputs, week on week' },
  },
  {
    ...who,
    name: 'feature-divergence',
    title: 'A feature changed',
    when: `KL of a feature, ${feature.window} against the same day last week, is certainly above ${feature.level}`,
    severity: 'ticket',
    for: feature.for,
    keepFiringFor: feature.keepFiringFor,
    data: certain(
      {
        ...features,
        baseline: lastWeek,
        groupBy: ['model', 'feature'],
        window: feature.window,
      },
      feature.level
    ),
    summary: `{{ $labels.model }}, {{ $labels.feature }}: differs from the same day last week by at least ${nats('lower')}.`,
    description: `KL ${moved}${mostly}.`,
    panel: { dashboard: 'oncall', title: 'Features' },
    drill: { metric: inputs, label: 'feature', scrape, window: feature.window, offset: '7d', within: 'model' },
  },
  {
    ...who,
    name: 'score-weekly',
    title: 'Model scores changed since last week',
    when: `KL of the scores, ${weekly.window} against the week before, is certainly above ${weekly.scores}`,
    severity: 'ticket',
    cause: 'scores',
    for: weekly.for,
    keepFiringFor: weekly.keepFiringFor,
    data: certain(
      {
        ...features,
        current: { metric: 'model_score' },
        baseline: lastWeek,
        groupBy: ['model'],
        window: weekly.window,
      },
      weekly.scores
    ),
    summary: `{{ $labels.model }}: this week's scores differ from last week's by at least ${nats('lower')}.`,
    description: `KL ${moved}${mostly}. Scores may move because inputs did, or because the model is no longer calibrated: compare with the labels.`,
    panel: { dashboard: 'executive', title: 'Model scores' },
    drill: { metric: 'model_score', label: 'model', scrape, window: '1d', offset: '7d' },
  },
  {
    ...who,
    name: 'label-trend',
    title: 'Labels are changing',
    when: `KL of the labels, 1d against the same day last week, is certainly above ${weekly.labels}`,
    severity: 'ticket',
    cause: 'labels',
    for: weekly.for,
    keepFiringFor: weekly.keepFiringFor,
    data: certain(
      {
        ...features,
        current: { metric: 'model_labels_total', category: ['label'] },
        baseline: lastWeek,
        groupBy: ['model'],
        window: '1d',
      },
      weekly.labels
    ),
    summary: `{{ $labels.model }}: what its predictions turned out to be differs from last week by at least ${nats('lower')}.`,
    description: `KL of the labels ${moved}. Labels come a day late: this is about the requests of the day before.`,
    panel: { dashboard: 'review', title: 'Labels, week on week' },
  },
  {
    ...who,
    name: 'stale-baseline',
    title: 'The training snapshot no longer fits',
    when: `KL of the scores of 1d against those of training is certainly above ${weekly.scores}`,
    severity: 'ticket',
    cause: 'scores',
    for: weekly.for,
    keepFiringFor: '1d',
    data: certain(
      {
        ...features,
        current: { metric: 'model_score', matchers: [{ label: 'model', op: '=', value: 'ranker' }] },
        baseline: trained,
        groupBy: ['model'],
        window: '1d',
      },
      weekly.scores
    ),
    summary: `{{ $labels.model }}: a day's scores differ from those in training by at least ${nats('lower')}.`,
    description: `KL ${moved}${mostly}. Rules that compare with last week can't see slow change; this one does. Retrain, or take a new snapshot on purpose.`,
    panel: { dashboard: 'review', title: 'Scores against training' },
    drill: { metric: 'model_score', label: 'model', scrape, window: '1d', offset: '7d' },
  },
];
