import { VariableHide, VariableRefresh } from '@grafana/grafana-foundation-sdk/dashboard';

import { acute, budget, tenants as ofTenants, weekly } from '../alerting/levels';
import type { Question } from '../query/query';

import { choice, lookup, setting, text } from './variables';

// What is watched: services, models and tenants. Which metrics and labels those are is set above the panels, in the menu
// of controls, and is the lab's at the start.

/** The latency of services, each against the same time yesterday. */
export const services = {
  current: { metric: '$services' },
  baseline: { kind: 'previous', offset: '1d' },
  groupBy: ['$serviceLabel'],
  measures: ['js'],
  scrapeInterval: '$servicesScrape',
} satisfies Partial<Question>;

/** The inputs of models; the groups are models, or their features. */
export const inputs = {
  current: { metric: '$inputs' },
  measures: ['kl'],
  scrapeInterval: '$scrape',
} satisfies Partial<Question>;

/** All inputs of each model together. */
export const models = { ...inputs, groupBy: ['$modelLabel'], joint: ['$featureLabel'] } satisfies Partial<Question>;

/** The scores of models. */
export const scores = {
  current: { metric: '$scores' },
  groupBy: ['$modelLabel'],
  measures: ['kl'],
  scrapeInterval: '$scrape',
} satisfies Partial<Question>;

/** The latency of tenants, each against the same time yesterday. */
export const tenants = {
  current: { metric: '$tenants' },
  baseline: { kind: 'previous', offset: '1d' },
  groupBy: ['$tenantLabel'],
  window: '1h',
  measures: ['kl'],
  scrapeInterval: '$scrape',
} satisfies Partial<Question>;

/** The week before. */
export const lastWeek = { kind: 'previous', offset: '7d' } satisfies Question['baseline'];

/** What a divergence may be: what the alert rules hold it to. */
export const objectives = {
  services: budget.objective,
  inputs: weekly.inputs,
  /** Of an hour, all inputs together. */
  acute: acute.inputs,
  /** A rule tells at half of it, before it is passed. */
  features: 0.02,
  scores: weekly.scores,
  labels: weekly.labels,
  tenants: ofTenants.limit,
  /** The share of tenants, or of windows, that has to be within. */
  target: ofTenants.target,
};

/** The error budget of services: the share of hours beyond the objective that is left of a month's. */
export const errorBudget = {
  ...services,
  view: 'slo',
  window: budget.window,
  minCount: budget.minCount,
  threshold: budget.objective,
  alertOn: 'budget',
  slo: budget.slo,
} satisfies Partial<Question>;

/** Which service: metric, label, and what its users feel. */
export const serviceVariables = () => [
  setting(text('services', 'Histogram of services', 'http_request_duration_seconds')),
  setting(text('serviceLabel', 'Label of services', 'service')),
  setting(choice('servicesScrape', 'Services are scraped every', ['15s', '30s', '1m'])),
  setting(
    text('serviceErrors', 'Error ratio of services, PromQL', errorRatio('http_requests_total', 'service', '15m'))
  ),
];

/** Which model: metrics and labels of inputs and scores. */
export const modelVariables = () => [
  setting(text('inputs', 'Histogram of model inputs', 'model_feature_value')),
  setting(text('scores', 'Histogram of model scores', 'model_score')),
  setting(text('modelLabel', 'Label of models', 'model')),
  setting(text('featureLabel', 'Label of features', 'feature')),
  setting(text('modelErrors', 'Error ratio of models, PromQL', errorRatio('model_requests_total', 'model', '1h'))),
];

/** Which tenant: metric, label, what its users feel and what it pays. */
export const tenantVariables = () => [
  setting(text('tenants', 'Histogram of tenants', 'tenant_request_duration_seconds')),
  setting(text('tenantLabel', 'Label of tenants', 'tenant')),
  setting(text('tenantErrors', 'Error ratio of tenants, PromQL', errorRatio('tenant_requests_total', 'tenant', '1h'))),
  setting(text('revenue', 'Revenue of tenants, PromQL', 'sum by (tenant) (tenant_revenue_euros_per_day)')),
];

/** How often models and tenants are scraped. */
export const scrape = () => setting(choice('scrape', 'Models and tenants are scraped every', ['1m', '15s', '30s']));

/** A metric that is 1 while a deploy goes on. */
export const deployVariable = () => setting(text('deploys', 'Deploys: 1 while one goes on', 'deploy_active'));

/** One service. */
export const service = (initial: string) => one('service', 'Service', '$services', '$serviceLabel', initial);

/** One model. */
export const model = (initial: string) => one('model', 'Model', '$inputs', '$modelLabel', initial);

/** The features of a model, those that changed most since yesterday first. */
export function topFeatures(ofModel: string) {
  const matchers = [{ label: '$modelLabel', op: '=' as const, value: ofModel }];
  return ranked('feature', 'Feature', '$featureLabel', {
    ...inputs,
    current: { ...inputs.current, matchers },
    baseline: { kind: 'previous', offset: '1d' },
    groupBy: ['$featureLabel'],
    window: '1h',
    limit: 100,
  });
}

/** The tenants, those that changed most since yesterday first. */
export const mostTenants = () => ranked('tenant', 'Tenant', '$tenantLabel', { ...tenants, limit: 1000 });

/** The five tenants that changed most, all of them. */
export const topTenants = () =>
  ranked('top', 'Most changed tenants', '$tenantLabel', { ...tenants, limit: 5 })
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: 'All', value: '$__all' })
    .hide(VariableHide.HideVariable);

function ranked(name: string, title: string, label: string, question: Omit<Question, 'version'>) {
  const query = { ...question, view: 'ranking', refId: 'A', version: 1 } as const;
  return lookup(name, title, { kind: 'groups', label, query }).refresh(VariableRefresh.OnTimeRangeChanged);
}

function one(name: string, title: string, metric: string, label: string, initial: string) {
  const chosen = { selected: true, text: initial, value: initial };
  return lookup(name, title, { kind: 'labelValues', label, side: { metric } }).current(chosen);
}

function errorRatio(counter: string, by: string, window: string): string {
  const rate = (matchers: string) => `sum by (${by}) (rate(${counter}${matchers}[${window}]))`;
  return `(${rate('{code=~"5.."}')} or 0 * ${rate('')}) / ${rate('')}`;
}
