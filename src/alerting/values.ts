import type { Question } from '../query/query';

import { certain } from './divergence';
import { changed, newValues } from './levels';
import type { Rule } from './rule';
import { banded, count, nats, percent } from './texts';

const yesterday = { kind: 'previous', offset: '1d' } satisfies Question['baseline'];

/** A whole day, which ended a day ago. */
const dayBefore = { kind: 'previous', offset: '1d', window: newValues.baseline } satisfies Question['baseline'];

const appeared = `${percent('estimate')} (95 % band ${percent('lower')} to ${percent('upper')}) of ${count('samples')}`;
const moved = `${banded} from ${count('samples')} events`;

/** Rules about values: those that were never there before, and mixes that moved. */
export const valueRules: Rule[] = [
  {
    name: 'new-countries',
    title: 'Orders come from countries that are new',
    when: `certainly more than ${100 * newValues.level} % of the orders of ${newValues.window} come from countries that had none the day before`,
    severity: 'ticket',
    team: 'orders',
    owner: 'orders',
    cause: 'countries',
    for: newValues.for,
    keepFiringFor: newValues.keepFiringFor,
    data: certain(
      {
        current: {
          metric: 'orders_total',
          category: ['country'],
          matchers: [{ label: 'job', op: '=', value: 'orders' }],
        },
        baseline: dayBefore,
        groupBy: ['shop'],
        window: newValues.window,
        measures: ['newMass'],
      },
      newValues.level
    ),
    summary: `{{ $labels.shop }}: at least ${percent('lower')} of the last hour's orders come from countries without an order on the day before.`,
    description: `${appeared} orders. A launch, a broken geo look-up, or fraud: the panel names the countries.`,
    panel: { dashboard: 'inputs', title: 'Categories: countries that are new or gone' },
  },
  {
    name: 'new-devices',
    title: 'Payments come from devices that are new',
    when: `certainly more than ${100 * newValues.level} % of the payments of ${newValues.window} come from devices that had none the day before`,
    severity: 'ticket',
    team: 'fraud',
    owner: 'payments',
    cause: 'devices',
    for: newValues.for,
    keepFiringFor: newValues.keepFiringFor,
    data: certain(
      {
        current: { metric: 'payment_devices_total', category: ['device'] },
        baseline: dayBefore,
        groupBy: ['merchant'],
        window: newValues.window,
        measures: ['newMass'],
        scrapeInterval: '1m',
      },
      newValues.level
    ),
    summary: `{{ $labels.merchant }}: at least ${percent('lower')} of the last hour's payments come from devices without a payment on the day before.`,
    description: `${appeared} payments. The panel names the devices.`,
    panel: { dashboard: 'usecases', title: 'Share of devices never seen before' },
  },
  {
    name: 'auth-mix',
    title: 'Sign-ins changed',
    when: `JS of method and result, ${changed.window} against yesterday, is certainly above ${changed.level}`,
    severity: 'ticket',
    team: 'security',
    owner: 'identity',
    cause: 'sign-ins',
    for: changed.for,
    keepFiringFor: changed.keepFiringFor,
    data: certain(
      {
        current: { metric: 'auth_attempts_total', category: ['method', 'result'] },
        baseline: yesterday,
        groupBy: ['realm'],
        window: changed.window,
        measures: ['js'],
        scrapeInterval: '1m',
      },
      changed.level
    ),
    summary: `{{ $labels.realm }}: the mix of methods and results differs from yesterday by at least ${nats('lower')}.`,
    description: `JS ${moved}. Many failures of one method look like guessing; a method that took over looks like a release.`,
    panel: { dashboard: 'usecases', title: 'Sign-ins by method and result' },
  },
  {
    name: 'etl-nulls',
    title: 'A column has other nulls',
    when: `JS of valid, null and malformed, ${changed.window} against yesterday, is certainly above ${changed.level}`,
    severity: 'ticket',
    team: 'data-platform',
    owner: 'data-platform',
    cause: 'etl',
    for: changed.for,
    keepFiringFor: changed.keepFiringFor,
    data: certain(
      {
        current: { metric: 'etl_values_total', category: ['state'] },
        baseline: yesterday,
        groupBy: ['table', 'column'],
        window: changed.window,
        measures: ['js'],
        scrapeInterval: '1m',
      },
      changed.level
    ),
    summary: `{{ $labels.table }}.{{ $labels.column }}: valid, null and malformed values differ from yesterday by at least ${nats('lower')}.`,
    description: `JS ${moved}.`,
    panel: { dashboard: 'usecases', title: 'Valid, null and malformed by column' },
  },
  {
    name: 'etl-values',
    title: 'A column has values that were never there',
    when: `certainly more than ${100 * newValues.level} % of the rows of ${newValues.window} have a currency that none had the day before`,
    severity: 'ticket',
    team: 'data-platform',
    owner: 'data-platform',
    cause: 'etl',
    for: newValues.for,
    keepFiringFor: newValues.keepFiringFor,
    data: certain(
      {
        current: { metric: 'etl_currency_total', category: ['currency'] },
        baseline: dayBefore,
        groupBy: ['table'],
        window: newValues.window,
        measures: ['newMass'],
        scrapeInterval: '1m',
      },
      newValues.level
    ),
    summary: `{{ $labels.table }}: at least ${percent('lower')} of the last hour's rows have a currency that no row had on the day before.`,
    description: `${appeared} rows. After a change of schema nothing may match: the panel names old and new values.`,
    panel: { dashboard: 'usecases', title: 'Currencies never seen before' },
  },
];
