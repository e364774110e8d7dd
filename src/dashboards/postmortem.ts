import {
  AnnotationQueryBuilder,
  type Dashboard,
  RowBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { StackingConfigBuilder, StackingMode } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as Text, TextMode } from '@grafana/grafana-foundation-sdk/text';

import type { HistodriftQuery, Question } from '../query/query';

import { board, drill } from './board';
import { byGroup } from './columns';
import {
  bars,
  byThreshold,
  deploys,
  explanation,
  hidden,
  instead,
  labelsOfRanking,
  large,
  lyingBars,
  overTime,
  ranking,
  rateOverTime,
  rows,
  upTo,
  wide,
} from './panels';
import { ask, histodrift, promql } from './target';
import { choice, labelNamed, lookup, metric, setting, sources, text } from './variables';

/** The divergence from which on an episode is told. */
const limit = 0.02;

/** All of the incident, which is the range of the dashboard, against as long a time right before it. */
const incident = {
  current: { metric: '$metric' },
  baseline: { kind: 'previous', offset: '$__range', window: '$__range' },
  window: '$__range',
  scrapeInterval: '$scrape',
} satisfies Partial<Question>;

/**
 * Window by window. The baseline of each ends as long before it as the incident lasts, so that none reaches into the
 * incident, and is as long as the incident.
 */
const within = { ...incident, window: '$window' } satisfies Partial<Question>;

/** The group that moved most, unless another one was chosen. */
const chosen = {
  ...incident,
  current: {
    metric: '$metric',
    matchers: [
      { label: '$label', op: '=', value: '$group' },
      { label: '$split', op: '=', value: '$part' },
    ],
  },
} satisfies Partial<Question>;

const both = ['$label', '$split'];

/** What happened between two times, against what was before. */
export function postmortem(): Dashboard {
  return board(
    'postmortem',
    'Postmortem',
    'The time range is the incident. Everything is compared with as long a time right before it.'
  )
    .time({ from: 'now-7h', to: 'now-2h' })
    .refresh('')
    .variables([
      ...sources(),
      metric('pricing_input_value'),
      labelNamed('label', 'Labels', 'feature'),
      labelNamed('split', 'and', 'region'),
      mostDivergent('group', 'Look at', '$label', incident),
      mostDivergent('part', 'in', '$split', {
        ...incident,
        current: { ...chosen.current, matchers: [chosen.current.matchers[0]] },
      }),
      choice('window', 'Window', ['30m', '15m', '1h']),
      choice('scrape', 'Scraped every', ['1m', '15s', '30s']),
      setting(
        text(
          'impact',
          'PromQL of what users felt',
          'histogram_quantile(0.5, sum by (le, region) (rate(price_euros_bucket[15m])))'
        )
      ),
      setting(text('deploys', 'Metric that is 1 during a deploy', 'deploy_active')),
    ])
    .annotation(deploys())
    .annotation(
      new AnnotationQueryBuilder()
        .name('Drift episodes')
        .datasource(histodrift)
        .enable(true)
        .iconColor('orange')
        .target(ask({ ...within, view: 'episodes', groupBy: both, threshold: limit }, 'Anno'))
    )
    .withPanel(
      new Text()
        .title('')
        .description('How to use this page.')
        .transparent(true)
        .mode(TextMode.Markdown)
        .content(
          'Choose the incident as the time range: it is compared with **as long a time right before it**. To share what you see, use *Share* with the time range locked: the address holds every choice, and each panel’s query inspector holds counts and settings.'
        )
        .height(2)
        .span(24)
    )
    .withRow(new RowBuilder('What moved'))
    .withPanel(
      large(
        '$group in $part',
        'KL(incident ‖ before) of what is chosen above: at first what moved most. From 0.02 nats on it is red.'
      )
        .withTarget(ask({ ...chosen, instant: true, confidence: { band: false } }))
        .overrideByQuery('A', byThreshold)
        .thresholds(upTo(limit))
        .decimals(3)
        .noValue('Too few samples')
        .height(10)
        .span(5)
    )
    .withPanel(
      ranking(
        '$label × $split, ranked',
        'KL(incident ‖ before) of each combination with its 95 % band and the samples of both sides. Changed: told from noise, with one false alarm in twenty marks. The link leads to the bins.'
      )
        .withTarget(ask({ ...incident, view: 'ranking', groupBy: both, threshold: limit }))
        .overrideByRegexp('/^(q-value|direction)$/', hidden)
        .overrideByRegexp(labelsOfRanking, [
          {
            id: 'links',
            value: [
              drill('Look at it', 'postmortem', {
                metric: '${metric:percentencode}',
                label: '${label:percentencode}',
                split: '${split:percentencode}',
                scrape: '${scrape}',
                group: '${__data.fields[0]:percentencode}',
                part: '${__data.fields[1]:percentencode}',
              }),
            ],
          },
        ])
        .height(10)
        .span(19)
    )
    .withPanel(
      explanation(
        'Explanation',
        'For each $label, which $split accounts for its change: another share of the traffic (mix), or other values among its own (inside).'
      )
        .withTarget(
          ask({ ...incident, view: 'explain', groupBy: ['$label'], explain: { labels: ['$split'] }, limit: 20 })
        )
        .height(9)
        .span(24)
    )
    .withRow(new RowBuilder('When it began, and when it ended'))
    .withPanel(
      overTime(
        'Window by window',
        'KL of each window from the time before the incident. Violet: deploys. Orange: from when to when a group was beyond 0.02 nats, which is the dashed line.'
      )
        .withTarget(ask({ ...within, groupBy: both, threshold: limit, confidence: { band: false, noiseFloor: false } }))
        .withTransformation(byGroup)
        .height(10)
        .span(24)
    )
    .withPanel(
      instead(
        rows(
          'Episodes',
          'When each group first left its limit, its peak with the bins behind it, and when it was back. The first window beyond is where to look for the cause.'
        ),
        'No group left its limit in this time'
      )
        .withTarget(ask({ ...within, view: 'episodes', groupBy: both, threshold: limit }))
        .withTransformation({
          id: 'calculateField',
          options: {
            mode: 'binary',
            alias: 'lasted',
            binary: {
              left: { matcher: { id: 'byName', options: 'timeEnd' } },
              operator: '-',
              right: { matcher: { id: 'byName', options: 'time' } },
            },
          },
        })
        .overrideByName('lasted', [{ id: 'unit', value: 'ms' }, { id: 'decimals', value: 1 }, ...wide(110)])
        .overrideByRegexp('/^(text|tags|id|title|windows|ongoing)$/', hidden)
        .overrideByName('time', [{ id: 'displayName', value: 'begins' }, ...wide(160)])
        .overrideByName('timeEnd', [{ id: 'displayName', value: 'ends' }, ...wide(160)])
        .overrideByName('peak time', wide(160))
        .overrideByName('top bins', wide(340))
        .height(6)
        .span(24)
    )
    .withRow(new RowBuilder('$group in $part: how it moved'))
    .withPanel(
      lyingBars(
        'Contributions',
        'What each bin adds to KL(incident ‖ before): orange where it became more frequent, blue where less.'
      )
        .withTarget(ask({ ...chosen, view: 'contributions', format: 'bars' }))
        .height(10)
        .span(8)
    )
    .withPanel(
      bars('Both distributions', 'The share of each bin: in the incident, and in the time before it.')
        .withTarget(ask({ ...chosen, view: 'distributions', format: 'bars' }))
        .xTickLabelRotation(-45)
        .height(10)
        .span(8)
    )
    .withPanel(
      overTime('Contributions over time', 'What each bin adds to KL, window by window.')
        .withTarget(ask({ ...chosen, window: '$window', view: 'contributions', instant: false }))
        .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'))
        .height(10)
        .span(8)
    )
    .withRow(new RowBuilder('What users felt, and who was told'))
    .withPanel(
      rateOverTime(
        'Impact',
        'What users felt, by PromQL that is set in the menu of controls; in the lab it is the median price in euros.',
        'currencyEUR'
      )
        .withTarget(promql('$impact', '{{region}}'))
        .height(9)
        .span(14)
    )
    .withPanel({
      build: () => ({
        type: 'alertlist',
        title: 'Alerts',
        description:
          'Rules of the folder Histodrift as they stand now, those that fire first. Each leads to its history.',
        transparent: false,
        gridPos: { x: 0, y: 0, w: 10, h: 9 },
        options: {
          viewMode: 'list',
          groupMode: 'default',
          maxItems: 20,
          sortOrder: 3,
          dashboardAlerts: false,
          alertName: '',
          alertInstanceLabelFilter: '',
          folder: { title: 'Histodrift', uid: '' },
          stateFilter: { firing: true, pending: true, noData: false, normal: true, error: true, recovering: true },
          showInstances: false,
        },
      }),
    })
    .build();
}

/** The values of a label, those that moved most in the incident first. */
function mostDivergent(
  name: string,
  title: string,
  label: string,
  question: Partial<Question> & Pick<Question, 'current'>
) {
  const query: HistodriftQuery = { refId: 'A', version: 1, ...question, view: 'ranking', groupBy: [label], limit: 50 };
  return lookup(name, title, { kind: 'groups', label, query }).refresh(VariableRefresh.OnTimeRangeChanged);
}
