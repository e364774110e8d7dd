import { BigValueTextMode, ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { type Dashboard, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Text, TextMode } from '@grafana/grafana-foundation-sdk/text';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';

import type { Question } from '../query/query';

import { board, drill } from './board';
import {
  aside,
  byGroup,
  coloured,
  divergence,
  filled,
  columns,
  joined,
  named,
  sorted,
  where,
  without,
} from './columns';
import { below, large, neutral, overTime, reached, rows, wide } from './panels';
import {
  lastWeek,
  models,
  modelVariables,
  errorBudget,
  objectives,
  scores,
  scrape,
  services,
  serviceVariables,
  tenants,
  tenantVariables,
  topTenants,
} from './subjects';
import { ask, histodrift, mixed, promqlNow } from './target';
import { filters, sources } from './variables';

const weekly = { ...models, baseline: lastWeek, window: '7d', threshold: objectives.inputs };
const daily = { ...weekly, window: '1d' };

/** The share of groups that are within their objective, as one number. */
const share = { view: 'ranking', format: 'numeric', alertOn: 'attainment' } as const;

/** The five tenants that changed most: episodes of all would take long. */
const top = {
  ...tenants,
  current: { ...tenants.current, matchers: [{ label: '$tenantLabel', op: '=~' as const, value: '$top' }] },
  threshold: objectives.tenants,
};

const ranked = { ...tenants, view: 'ranking', threshold: objectives.tenants } as const;

/** Where a row leads to. */
const toTenant = [drill('Look at this tenant', 'tenants', { tenant: '${__value.raw:percentencode}' })];
const toService = [drill('Look at this service', 'oncall', { service: '${__value.raw:percentencode}' })];
const toModel = [drill('Look at this model', 'oncall', { model: '${__value.raw:percentencode}' })];

/** How things stand, for people who don't know divergences. */
export function executive(): Dashboard {
  return board(
    'executive',
    'Executive',
    'Have models, services and tenants changed, how many of them, and what is at stake?'
  )
    .time({ from: 'now-7d', to: 'now' })
    .refresh('5m')
    .variables([
      ...sources(),
      ...serviceVariables(),
      ...modelVariables(),
      ...tenantVariables(),
      topTenants(),
      scrape(),
      filters(),
    ])
    .withPanel(
      new Text()
        .title('')
        .description('What the numbers mean.')
        .transparent(true)
        .mode(TextMode.Markdown)
        .content(
          'A divergence says how far the values of today are from those of before: **0** is no change, **0.1** is a change that most people would see in a chart. Green is within what was agreed.'
        )
        .height(2)
        .span(24)
    )
    .withPanel(
      large(
        'Within their objective',
        `Share of models whose inputs of this week are within ${objectives.inputs} of last week’s, and of services whose latency of the last hour is within ${objectives.services} of yesterday’s. What has too little traffic to be judged does not count.`
      )
        .withTarget(ask({ ...weekly, ...share }, 'models'))
        .withTarget(ask({ ...services, ...share, window: '1h', threshold: objectives.services }, 'services'))
        .textMode(BigValueTextMode.ValueAndName)
        .thresholds(reached(objectives.target))
        .overrideByQuery('models', [{ id: 'displayName', value: 'Models' }])
        .overrideByQuery('services', [{ id: 'displayName', value: 'Services' }])
        .overrideByFieldType('number', [{ id: 'decimals', value: 0 }])
        .noValue('None can be judged')
        .height(6)
        .span(6)
    )
    .withPanel(
      large(
        'Tenants within 0.1',
        'Share of the tenants whose latency of the last hour is within 0.1 of yesterday’s. The target is 95 %. Tenants with too few requests are counted apart.'
      )
        .withTarget(ask({ ...tenants, ...share, threshold: objectives.tenants }))
        .thresholds(reached(objectives.target))
        .overrideByFieldType('number', [{ id: 'decimals', value: 1 }])
        .noValue('None can be judged')
        .height(6)
        .span(5)
    )
    .withPanel(
      large(
        'Unknown tenants',
        'They had too few requests in the last hour, or none yesterday: nobody knows whether they changed.'
      )
        .withTarget(ask({ ...ranked, limit: 10_000 }))
        .withTransformation(where('A', 'status', 'insufficient'))
        .reduceOptions(new ReduceDataOptionsBuilder().calcs(['count']).fields('/^status$/').values(false))
        .thresholds(neutral())
        .height(6)
        .span(5)
    )
    .withPanel(
      large(
        'Error budget left',
        `In 5 % of the hours of 30 days a service may be farther than ${objectives.services} from the day before. This is what is left of that; below 0 it is overspent.`
      )
        .withTarget(ask({ ...errorBudget, instant: true }))
        .thresholds(reached(0))
        .textMode(BigValueTextMode.ValueAndName)
        .withTransformation(byGroup)
        .overrideByFieldType('number', [{ id: 'decimals', value: 0 }])
        .noValue('None can be judged')
        .height(6)
        .span(8)
    )
    .withRow(new RowBuilder('Are the models still fed what they were built for?'))
    .withPanel(
      overTime(
        'Model inputs, day by day',
        'All inputs of a model together: each day of the last week against the same day a week before. The dashed line is the objective.'
      )
        .withTarget(ask({ ...daily, confidence: { band: false } }))
        .axisSoftMax(0.06)
        .timeFrom('7d')
        .interval('1h')
        .maxDataPoints(200)
        .withTransformation(byGroup)
        .noValue('There are no two weeks of data yet')
        .legend(below())
        .height(9)
        .span(12)
    )
    .withPanel(
      overTime(
        'Model inputs, week on week',
        'All inputs of a model together: the last seven days against the seven days before, over the last month. Slow to move, and hard to argue with. The dashed line is the objective of 0.05.'
      )
        .withTarget(ask({ ...weekly, confidence: { band: false } }))
        .axisSoftMax(0.06)
        .timeFrom('30d')
        .interval('3h')
        .maxDataPoints(250)
        .withTransformation(byGroup)
        .noValue('There are no two weeks of data yet')
        .legend(below())
        .height(9)
        .span(12)
    )
    .withPanel(
      overTime(
        'Model scores',
        'What the models answer: the last seven days against the seven days before. The objective is 0.02. Scores can move although the inputs did not: then calibration has shifted, and a score of 0.8 no longer means what it did.'
      )
        .withTarget(
          ask({
            ...scores,
            baseline: lastWeek,
            window: '7d',
            threshold: objectives.scores,
            confidence: { band: false },
          })
        )
        .axisSoftMax(0.025)
        .timeFrom('30d')
        .interval('3h')
        .maxDataPoints(250)
        .withTransformation(byGroup)
        .noValue('There are no two weeks of data yet')
        .legend(below())
        .height(9)
        .span(16)
    )
    .withPanel(
      new Text()
        .title('When scores move')
        .description('How to read a change of scores.')
        .mode(TextMode.Markdown)
        .content(
          [
            '**Inputs moved, too:** the world changed, or what is measured of it. Look at the features.',
            '**Inputs stayed:** the model or its calibration changed. The order of its answers may be as good as before, but thresholds on the score let through more or less than they did.',
            '**Labels decide:** compare them on [Review](/d/histodrift-review) before you retrain.',
          ].join('\n\n')
        )
        .height(9)
        .span(8)
    )
    .withRow(new RowBuilder('Who is affected, and what is at stake?'))
    .withPanel(
      rows(
        'Five tenants that changed most',
        'Latency of the last hour against yesterday; since when it has been beyond 0.1; the share of requests that fail; and what the tenant pays a day. A click on the name leads to the tenant.'
      )
        .datasource(mixed)
        .withTarget(ask({ ...ranked, limit: 5 }, 'ranking'))
        .withTarget(ask({ ...top, view: 'episodes', confidence: { band: false } }, 'episodes'))
        .withTarget(promqlNow('${tenantErrors:raw}', 'errors'))
        .withTarget(promqlNow('${revenue:raw}', 'revenue'))
        .timeFrom('24h')
        .interval('10m')
        .withTransformation(without('ranking', `status|${aside}`))
        .withTransformation(named('ranking', divergence, 'Divergence'))
        .withTransformation(named('ranking', 'lower.*', 'At least'))
        .withTransformation(where('episodes', 'ongoing', true))
        .withTransformation(without('episodes', 'timeEnd|title|text|tags|id|peak.*|top bins|windows|ongoing'))
        .withTransformation(named('episodes', 'time', 'Changed since'))
        .withTransformation(without('errors', 'Time'))
        .withTransformation(without('revenue', 'Time'))
        .withTransformation(joined('$tenantLabel'))
        .withTransformation(filled('Divergence'))
        .withTransformation(sorted('Divergence'))
        .withTransformation(
          columns(['$tenantLabel', 'Divergence', 'At least', 'Changed since', 'Value #errors', 'Value #revenue'])
        )
        .overrideByRegexp('/^Value #errors$/', [
          { id: 'displayName', value: 'Requests that fail' },
          { id: 'unit', value: 'percentunit' },
          { id: 'decimals', value: 2 },
          ...coloured(0.01),
        ])
        .overrideByRegexp('/^Value #revenue$/', [
          { id: 'displayName', value: 'Revenue a day' },
          { id: 'unit', value: 'currencyEUR' },
          { id: 'decimals', value: 0 },
        ])
        .overrideByName('Divergence', coloured(objectives.tenants))
        .overrideByName('Changed since', [{ id: 'unit', value: 'dateTimeFromNow' }])
        .withOverride({ matcher: { id: 'first' }, properties: [{ id: 'links', value: toTenant }, ...wide(160)] })
        .height(7)
        .span(24)
    )
    .withPanel(
      withErrors(
        'Services',
        'Latency of the last hour against yesterday, and the share of requests that fail. A click on the name leads to on-call.',
        { ...services, window: '1h', threshold: objectives.services },
        { label: '$serviceLabel', errors: '${serviceErrors:raw}', links: toService }
      )
    )
    .withPanel(
      withErrors(
        'Models',
        'Inputs of the last seven days against the seven days before, and the share of requests that fail. A click on the name leads to on-call.',
        weekly,
        { label: '$modelLabel', errors: '${modelErrors:raw}', links: toModel }
      )
    )
    .withRow(new RowBuilder('How much more change can we afford?'))
    .withPanel(
      // It may be overspent, so its axis goes below 0.
      new TimeSeries()
        .title('Error budget')
        .description(
          `What is left of the one in twenty hours in which a service may be beyond ${objectives.services}, over the 30 days before. It falls while a service is beyond, and comes back as that leaves the 30 days. A change counts twice: on the day after, it is what is compared with.`
        )
        .datasource(histodrift)
        .legend(below())
        .withTarget(ask(errorBudget))
        .withTransformation(byGroup)
        .interval('6h')
        .maxDataPoints(200)
        .height(8)
        .span(24)
    )
    .build();
}

/** The ten groups that changed most, with the errors of each beside. */
function withErrors(
  title: string,
  about: string,
  question: Omit<Question, 'version'> & { threshold: number },
  { label, errors, links }: { label: string; errors: string; links: Array<ReturnType<typeof drill>> }
) {
  return rows(title, about)
    .datasource(mixed)
    .withTarget(ask({ ...question, view: 'ranking', limit: 10 }, 'ranking'))
    .withTarget(promqlNow(errors, 'errors'))
    .withTransformation(without('ranking', aside))
    .withTransformation(named('ranking', divergence, 'Divergence'))
    .withTransformation(named('ranking', 'lower.*', 'At least'))
    .withTransformation(without('errors', 'Time'))
    .withTransformation(joined(label))
    .withTransformation(sorted('Divergence'))
    .withTransformation(columns([label, 'Divergence', 'At least', 'Value', 'status']))
    .overrideByName('Value', [
      { id: 'displayName', value: 'Requests that fail' },
      { id: 'unit', value: 'percentunit' },
      { id: 'decimals', value: 2 },
      ...coloured(0.01),
    ])
    .overrideByName('Divergence', coloured(question.threshold))
    .withOverride({ matcher: { id: 'first' }, properties: [{ id: 'links', value: links }] })
    .height(6)
    .span(12);
}
