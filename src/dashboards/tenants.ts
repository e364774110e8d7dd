import { ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { type Dashboard, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';

import type { Question } from '../query/query';

import { board, drill } from './board';
import { aside, coloured, divergence, filled, columns, joined, named, sorted, where, without } from './columns';
import { deploys, large, lyingBars, neutral, overTime, rateOverTime, reached, rows } from './panels';
import { deployVariable, mostTenants, objectives, scrape, tenants, tenantVariables } from './subjects';
import { ask, mixed, promql, promqlNow, prometheus } from './target';
import { filters, sources } from './variables';

const ranked = {
  ...tenants,
  view: 'ranking',
  threshold: objectives.tenants,
  limit: 10_000,
} satisfies Partial<Question>;

/** The tenant that is chosen above, against itself. */
const itself = {
  ...tenants,
  current: { ...tenants.current, matchers: [{ label: '$tenantLabel', op: '=', value: '$tenant' }] },
  groupBy: [],
} satisfies Partial<Question>;

/** The same against all others at the same time. */
const others = {
  ...itself,
  baseline: { kind: 'cohort', matchers: [{ label: '$tenantLabel', op: '!=', value: '$tenant' }] },
} satisfies Partial<Question>;

const value = '${__value.raw:percentencode}';
const links = [
  drill('Look at this tenant', 'tenants', { tenant: value }),
  drill('Which buckets moved', 'debug', {
    metric: '${tenants}',
    label: '${tenantLabel}',
    group: value,
    scrape: '${scrape}',
  }),
];

const counted = () => new ReduceDataOptionsBuilder().calcs(['count']).fields('/^status$/').values(false);

/** Only the chosen tenant's part of PromQL that has all of them. */
const mine = (expr: string) =>
  `(${expr}) and on ($tenantLabel) group by ($tenantLabel) (\${tenants}_count{$tenantLabel=\${tenant:doublequote}})`;

/** Which of hundreds of tenants changed, and how. */
export function allTenants(): Dashboard {
  return board(
    'tenants',
    'Tenants',
    'Which of hundreds of tenants changed, which can’t be judged, and what has changed of one of them.'
  )
    .time({ from: 'now-6h', to: 'now' })
    .refresh('5m')
    .variables([...sources(), mostTenants(), filters(), ...tenantVariables(), scrape(), deployVariable()])
    .annotation(deploys())
    .withPanel(
      large(
        'Within 0.1',
        'Share of the tenants whose latency of the last hour is within 0.1 of yesterday’s (KL), of those that can be judged. The target is 95 %.'
      )
        .withTarget(ask({ ...ranked, format: 'numeric', alertOn: 'attainment' }))
        .thresholds(reached(objectives.target))
        .overrideByFieldType('number', [{ id: 'decimals', value: 1 }])
        .noValue('None can be judged')
        .height(5)
        .span(6)
    )
    .withPanel(
      large('Beyond 0.1', 'Tenants whose latency of the last hour is farther than 0.1 from yesterday’s.')
        .withTarget(ask(ranked))
        .withTransformation(where('A', 'within', false))
        .reduceOptions(counted())
        .thresholds(neutral())
        .height(5)
        .span(6)
    )
    .withPanel(
      large(
        'Changed',
        'Tenants that are different from yesterday beyond what chance explains, however little. Of a hundred counted here about five are chance.'
      )
        .withTarget(ask(ranked))
        .withTransformation(where('A', 'changed', true))
        .reduceOptions(counted())
        .thresholds(neutral())
        .height(5)
        .span(6)
    )
    .withPanel(
      large(
        'Unknown',
        'Tenants that can’t be judged, most often because they had too few requests. They count neither way.'
      )
        .withTarget(ask(ranked))
        .withTransformation(unless('status', 'ok'))
        .reduceOptions(counted())
        .thresholds(neutral())
        .height(5)
        .span(6)
    )
    .withPanel(
      rows(
        'Tenants by divergence',
        'Latency of the last hour against the same hour yesterday (KL), with the lower limit of the 95 % band, the bucket that moved most, requests, the share that fail, and what the tenant pays a day. Red is beyond 0.1. A click on the name chooses the tenant, or shows its buckets.'
      )
        .datasource(mixed)
        .withTarget(ask(ranked, 'ranking'))
        .withTarget(promqlNow('${tenantErrors:raw}', 'errors'))
        .withTarget(promqlNow('${revenue:raw}', 'revenue'))
        .withTransformation(
          without('ranking', 'status|upper.*|noise floor|n baseline|p-value|q-value|changed|within|top bin share')
        )
        .withTransformation(named('ranking', divergence, 'Divergence'))
        .withTransformation(named('ranking', 'lower.*', 'At least'))
        .withTransformation(without('errors', 'Time'))
        .withTransformation(without('revenue', 'Time'))
        .withTransformation(joined('$tenantLabel'))
        .withTransformation(filled('Divergence'))
        .withTransformation(sorted('Divergence'))
        .withTransformation(
          columns([
            '$tenantLabel',
            'Divergence',
            'At least',
            'Value #errors',
            'Value #revenue',
            'n current',
            'top bin',
            'direction',
          ])
        )
        .overrideByName('Divergence', coloured(objectives.tenants))
        .overrideByName('n current', [
          { id: 'displayName', value: 'Requests' },
          { id: 'unit', value: 'none' },
        ])
        .overrideByRegexp('/^Value.*errors$/', [
          { id: 'displayName', value: 'Failed' },
          { id: 'unit', value: 'percentunit' },
          { id: 'decimals', value: 2 },
          ...coloured(0.01),
        ])
        .overrideByRegexp('/^Value.*revenue$/', [
          { id: 'displayName', value: 'Revenue a day' },
          { id: 'unit', value: 'currencyEUR' },
          { id: 'decimals', value: 0 },
        ])
        .withOverride({ matcher: { id: 'first' }, properties: [{ id: 'links', value: links }] })
        .height(13)
        .span(24)
    )
    .withPanel(
      rows(
        'Unlike the others',
        'Each tenant against all others of the same hour (KL): who is an outlier although nothing has changed. The first twelve.'
      )
        .withTarget(ask({ ...tenants, view: 'ranking', baseline: { kind: 'rest' }, limit: 12 }))
        .withTransformation(without('A', `status|${aside.replace('|top bin|', '|')}`))
        .withTransformation(named('A', divergence, 'Divergence'))
        .withTransformation(named('A', 'lower.*', 'At least'))
        .withOverride({ matcher: { id: 'first' }, properties: [{ id: 'links', value: links }] })
        .height(9)
        .span(12)
    )
    .withPanel(
      rows('Unknown tenants', 'Those that can’t be judged, why, and with how many requests on both sides.')
        .withTarget(ask(ranked))
        .withTransformation(unless('status', 'ok'))
        .withTransformation(
          without(
            'A',
            `${divergence}|lower.*|upper.*|noise floor|p-value|q-value|changed|within|top bin|top bin share|direction`
          )
        )
        .overrideByName('n current', [{ id: 'displayName', value: 'Now' }])
        .overrideByName('n baseline', [{ id: 'displayName', value: 'Yesterday' }])
        .noValue('All tenants can be judged')
        .height(9)
        .span(12)
    )
    .withRow(new RowBuilder('$tenant'))
    .withPanel(
      overTime(
        '$tenant against itself yesterday',
        'Latency of an hour against the same hour yesterday. Beyond the dashed line it has changed more than a tenant may.'
      )
        .withTarget(ask({ ...itself, threshold: objectives.tenants }))
        .interval('5m')
        .height(9)
        .span(8)
    )
    .withPanel(
      overTime(
        '$tenant against all others',
        'Latency of an hour against that of all other tenants in the same hour. If this line stays where it was, all tenants changed together.'
      )
        .withTarget(ask(others))
        .interval('5m')
        .height(9)
        .span(8)
    )
    .withPanel(
      lyingBars(
        'Buckets of $tenant',
        'What each bucket adds to KL since yesterday: to the right where it became more frequent, to the left where less.'
      )
        .withTarget(ask({ ...itself, view: 'contributions', format: 'bars' }))
        .height(9)
        .span(8)
    )
    .withPanel(
      rateOverTime('Errors of $tenant', 'Share of its requests that fail.', 'percentunit')
        .withTarget(promql(mine('${tenantErrors:raw}'), '$tenant'))
        .noValue('No errors are counted for this tenant')
        .height(7)
        .span(16)
    )
    .withPanel(
      large('$tenant pays', 'Revenue of the tenant, in euros a day.')
        .datasource(prometheus)
        .withTarget(promql(mine('${revenue:raw}'), '$tenant'))
        .thresholds(neutral())
        .unit('currencyEUR')
        .decimals(0)
        .noValue('Unknown')
        .height(7)
        .span(8)
    )
    .build();
}

/** Drops the rows in which a column has a value. */
function unless(fieldName: string, value: unknown) {
  const filters = [{ fieldName, config: { id: 'equal', options: { value } } }];
  return { id: 'filterByValue', options: { type: 'exclude', match: 'all', filters } };
}
