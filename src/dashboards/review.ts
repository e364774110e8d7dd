import {
  BarGaugeDisplayMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
  VisibilityMode,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  type Dashboard,
  FieldColorBuilder,
  FieldColorModeId,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';

import type { Question } from '../query/query';

import { trained } from '../alerting/trained';
import { board, docs, drill } from './board';
import { byGroup, coloured, columns, divergence, joined, named, without } from './columns';
import { large, overTime, reached, rows, upTo, wide } from './panels';
import {
  inputs,
  lastWeek,
  model,
  models,
  modelVariables,
  objectives,
  scores,
  scrape,
  services,
  serviceVariables,
} from './subjects';
import { ask, histodrift, prometheus, promql } from './target';
import { filters, setting, sources, text } from './variables';

const ofModel = [{ label: '$modelLabel', op: '=' as const, value: '$model' }];

/** Each feature of each model, this week against the last. */
const features = {
  ...inputs,
  view: 'ranking',
  groupBy: ['$featureLabel', '$modelLabel'],
  baseline: lastWeek,
  window: '7d',
  threshold: objectives.features,
} satisfies Partial<Question>;

/** Hours of services, over the time that is chosen above. */
const hourly = { ...services, window: '1h', confidence: { noiseFloor: false } } satisfies Partial<Question>;

const thresholds = [0.005, 0.01, 0.02, 0.05];
const debugFeature = drill('Which buckets moved', 'debug', {
  metric: '${inputs}',
  label: '${featureLabel}',
  group: '${__value.raw:percentencode}',
  scrape: '${scrape}',
  window: '1d',
  offset: '7d',
});

/** What to look at once a week, once a month and once a quarter. */
export function review(): Dashboard {
  return board(
    'review',
    'Review',
    'Once a week, a month and a quarter: what drifted, whether the thresholds are right, and what nobody needs to watch.'
  )
    .time({ from: 'now-7d', to: 'now' })
    .refresh('')
    .variables([
      ...sources(),
      model('ranker'),
      setting(text('labels', 'Counter of labels', 'model_labels_total')),
      setting(text('category', 'Label that holds them', 'label')),
      filters(),
      ...serviceVariables(),
      ...modelVariables(),
      scrape(),
    ])
    .withRow(new RowBuilder('Once a week: what has changed?'))
    .withPanel(
      rows(
        'Features that changed most this week',
        'Each input of each model: the last seven days against the seven days before, with the 95 % band. The limit is 0.02. What happened on one day only is much less than a seventh of it here.'
      )
        .withTarget(ask({ ...features, limit: 10 }))
        .withTransformation(
          without('A', 'status|noise floor|n current|n baseline|p-value|q-value|within|top bin share')
        )
        .withTransformation(named('A', divergence, 'KL'))
        .overrideByName('KL', coloured(objectives.features))
        .withOverride({ matcher: { id: 'first' }, properties: [{ id: 'links', value: [debugFeature] }, ...wide(130)] })
        .height(10)
        .span(14)
    )
    .withPanel(
      overTime(
        'Does it depend on the bins?',
        'Inputs of $model, a day against the same day a week before, at full, half and quarter resolution of the buckets. Where the lines part, the number owes much to how the buckets were chosen.'
      )
        .withTarget(
          ask({
            ...models,
            current: { ...inputs.current, matchers: ofModel },
            view: 'sensitivity',
            baseline: lastWeek,
            window: '1d',
            threshold: objectives.inputs,
            confidence: { band: false },
          })
        )
        .interval('1h')
        .maxDataPoints(200)
        .height(10)
        .span(10)
    )
    .withPanel(
      overTime(
        'Labels, week on week',
        'What became of a day’s predictions, against the same day a week before: the trend of the labels, as far as they are known. Labels come a day late, so the last point tells of the requests of the day before. The limit is 0.02.'
      )
        .withTarget(
          ask({
            current: { metric: '$labels', category: ['$category'] },
            groupBy: ['$modelLabel'],
            baseline: lastWeek,
            window: '1d',
            measures: ['kl'],
            scrapeInterval: '$scrape',
            threshold: objectives.labels,
            confidence: { noiseFloor: false },
          })
        )
        .interval('1h')
        .maxDataPoints(200)
        .height(9)
        .span(12)
    )
    .withPanel(
      overTime(
        'Scores against training',
        'A day’s scores of the ranker against those of the day it was trained, a baseline that never moves. What compares with last week can’t see slow change; this can. The limit is 0.02. Put your own snapshot into the query.'
      )
        .withTarget(
          ask({
            ...scores,
            current: { ...scores.current, matchers: [{ label: '$modelLabel', op: '=', value: 'ranker' }] },
            baseline: trained,
            window: '1d',
            threshold: objectives.scores,
            confidence: { noiseFloor: false },
          })
        )
        .interval('1h')
        .maxDataPoints(200)
        .height(9)
        .span(12)
    )
    .withRow(new RowBuilder('Once a month: are the thresholds right?'))
    .withPanel(
      rows(
        'How often would it have fired?',
        'Episodes of the last 21 days in which an hour’s latency of a service was certainly beyond each threshold (JS, lower limit). A threshold that fires often and never hurts is too low; choose the lowest one whose episodes somebody would have wanted to know of.'
      )
        .withTarget(ask(episodes(thresholds[0]), 'A'))
        .withTarget(ask(episodes(thresholds[1]), 'B'))
        .withTarget(ask(episodes(thresholds[2]), 'C'))
        .withTarget(ask(episodes(thresholds[3]), 'D'))
        .timeFrom('21d')
        .interval('1h')
        .maxDataPoints(550)
        .transformations([
          ...thresholds.flatMap((threshold, i) => counted('ABCD'[i], `> ${threshold}`)),
          joined('$serviceLabel'),
          columns(['$serviceLabel', ...thresholds.map((threshold) => `> ${threshold}`)]),
        ])
        .noValue('It would never have fired')
        .height(8)
        .span(12)
    )
    .withPanel(
      large(
        `Hours within ${objectives.services}`,
        `Share of the hours of the last 21 days in which the latency of each service was within ${objectives.services} of the day before. The objective is 95 %.`
      )
        .withTarget(
          ask({
            ...services,
            view: 'slo',
            instant: true,
            window: '1h',
            threshold: objectives.services,
            slo: { target: objectives.target, period: '21d' },
          })
        )
        .withTransformation(byGroup)
        .thresholds(reached(objectives.target))
        .textMode(BigValueTextMode.ValueAndName)
        .overrideByFieldType('number', [{ id: 'decimals', value: 1 }])
        .height(8)
        .span(12)
    )
    .withPanel(
      new StateTimeline()
        .title(`Beyond ${objectives.services}`)
        .description(
          `When the latency of a service was beyond ${objectives.services} of the day before. Compare with the panel to the right: red here and not there is a change that nobody felt.`
        )
        .datasource(histodrift)
        .withTarget(ask({ ...hourly, confidence: { band: false, noiseFloor: false } }))
        .withTransformation(byGroup)
        .interval('30m')
        .maxDataPoints(400)
        .thresholds(upTo(objectives.services))
        .withOverride({
          matcher: { id: 'byType', options: 'number' },
          properties: [
            { id: 'thresholds', value: upTo(objectives.services).build() },
            { id: 'color', value: { mode: 'thresholds' } },
          ],
        })
        .mergeValues(true)
        .showValue(VisibilityMode.Never)
        .rowHeight(0.7)
        .height(8)
        .span(12)
    )
    .withPanel(
      new StateTimeline()
        .title('More than 1 % of requests fail')
        .description(
          'When users of a service felt something. Red on both sides: worth a page. Red here only: not a matter of latency.'
        )
        .datasource(prometheus)
        .withTarget(promql('${serviceErrors:raw}', '{{service}}'))
        .interval('30m')
        .maxDataPoints(400)
        .unit('percentunit')
        .decimals(2)
        .thresholds(upTo(0.01))
        .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
        .mergeValues(true)
        .showValue(VisibilityMode.Never)
        .rowHeight(0.7)
        .height(8)
        .span(12)
    )
    .withPanel(
      rows(
        'Episodes for a review of false alarms',
        `Each time of the chosen range in which a service was certainly beyond 0.01: when, how far, and which buckets. A click on the begin opens on-call at that time. How to decide: ${docs}/playbook.md.`
      )
        .withTarget(ask({ ...hourly, view: 'episodes', threshold: 0.01, alertOn: 'lower', limit: 50 }))
        .interval('10m')
        .maxDataPoints(1100)
        .withTransformation(without('A', 'title|text|tags|id|peak time|windows'))
        .withTransformation(named('A', 'timeEnd', 'end'))
        .overrideByName('time', [
          { id: 'displayName', value: 'begin' },
          ...wide(170),
          {
            id: 'links',
            value: [
              {
                title: 'On-call at that time',
                url: '/d/histodrift-oncall?from=${__value.numeric}&to=${__data.fields.timeEnd.numeric}&${datasource:queryparam}&${prometheus:queryparam}',
              },
            ],
          },
        ])
        .overrideByName('end', wide(170))
        .overrideByName('ongoing', wide(90))
        .noValue('No episode in the chosen time')
        .height(8)
        .span(24)
    )
    .withRow(new RowBuilder('Once a quarter: what need not be watched, and what can’t be?'))
    .withPanel(
      rows(
        'Features that hardly ever change',
        'The least changed first, this week against the last. What has not moved for a quarter may need no alert; what no model uses need not be collected. Ask the owner of the model before you drop one.'
      )
        .withTarget(ask({ ...features, limit: 1000 }))
        .withTransformation(
          without('A', 'status|lower.*|noise floor|n baseline|p-value|q-value|changed|within|top bin.*|direction')
        )
        .withTransformation(named('A', divergence, 'KL'))
        .withTransformation(named('A', 'upper.*', 'At most'))
        .withTransformation({ id: 'sortBy', options: { sort: [{ field: 'KL' }] } })
        .withOverride({ matcher: { id: 'first' }, properties: wide(110) })
        .overrideByName('n current', [{ id: 'displayName', value: 'Values a week' }])
        .height(10)
        .span(9)
    )
    .withPanel(
      new BarGauge()
        .title('Values a day')
        .description(
          'How many values came in the last day. A feature that nobody sends any more is gone from here first.'
        )
        .datasource(prometheus)
        .withTarget(
          promql('sum by ($modelLabel, $featureLabel) (increase(${inputs}_count[1d]))', '{{model}} {{feature}}')
        )
        .timeFrom('1h')
        .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false))
        .orientation(VizOrientation.Horizontal)
        .unit('short')
        .min(0)
        .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor('blue'))
        .displayMode(BarGaugeDisplayMode.Basic)
        .height(10)
        .span(6)
    )
    .withPanel(
      rows(
        'Can the threshold be seen at all?',
        'An hour of each input: the noise floor is what no change at all would exceed in one of forty windows. Red is above the limit of 0.02, so that an alert would be noise. “Needed” is how many values an hour would have to have, about.'
      )
        .withTarget(ask({ ...features, window: '1h', baseline: { kind: 'previous', offset: '1d' }, limit: 1000 }))
        .withTransformation(
          without(
            'A',
            `status|${divergence}|lower.*|upper.*|n baseline|p-value|q-value|changed|within|top bin.*|direction`
          )
        )
        .withTransformation(product('noise', 'n current', '*', 'noise floor'))
        .withTransformation(product('Needed', 'noise', '/', String(objectives.features)))
        .withTransformation(without('A', 'noise'))
        .withOverride({ matcher: { id: 'first' }, properties: wide(110) })
        .overrideByName('noise floor', coloured(objectives.features))
        .overrideByName('n current', [
          { id: 'displayName', value: 'Values' },
          { id: 'unit', value: 'none' },
        ])
        .overrideByName('Needed', [
          { id: 'unit', value: 'none' },
          { id: 'decimals', value: 0 },
        ])
        .height(10)
        .span(9)
    )
    .build();
}

function episodes(threshold: number): Omit<Question, 'version'> {
  return { ...hourly, view: 'episodes', threshold, alertOn: 'lower', limit: 10_000 };
}

/** Counts the rows of a query's answer for each service. */
function counted(refId: string, name: string) {
  const filter = { id: 'byRefId', options: refId };
  const fields = {
    $serviceLabel: { aggregations: [], operation: 'groupby' },
    id: { aggregations: ['count'], operation: 'aggregate' },
  };
  return [{ id: 'groupBy', filter, options: { fields } }, named(refId, 'id \\(count\\)', name)];
}

/** A column made of two others. */
function product(alias: string, left: string, operator: string, right: string) {
  const binary = { left: { matcher: { id: 'byName', options: left } }, operator, right: { fixed: right } };
  const ofColumns = { ...binary, right: { matcher: { id: 'byName', options: right } } };
  return {
    id: 'calculateField',
    options: { mode: 'binary', alias, binary: Number.isNaN(Number(right)) ? ofColumns : binary },
  };
}
