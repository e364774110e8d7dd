import { ScaleDistribution, ScaleDistributionConfigBuilder } from '@grafana/grafana-foundation-sdk/common';
import { type Dashboard, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  PanelBuilder as Heatmap,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { PanelBuilder as Trend } from '@grafana/grafana-foundation-sdk/trend';

import type { Question } from '../query/query';

import { board } from './board';
import { byGroup } from './columns';
import {
  below,
  deploys,
  explanation,
  hidden,
  instead,
  large,
  lyingBars,
  neutral,
  overTime,
  ranking,
  rateOverTime,
  rows,
  wide,
} from './panels';
import { ask, histodrift, promql } from './target';
import { choice, filters, group, label, labelNamed, metric, setting, sources, text } from './variables';

/** The group that is chosen above, against the same time before. */
const chosen = {
  current: { metric: '$metric', matchers: [{ label: '$label', op: '=', value: '$group' }] },
  baseline: { kind: 'previous', offset: '$offset' },
  window: '$window',
  scrapeInterval: '$scrape',
} satisfies Partial<Question>;

/** The same against the window right before, which moves along. */
const rolling = { ...chosen, baseline: { kind: 'previous', offset: '$window' } } satisfies Partial<Question>;

/** Matchers of PromQL for what is chosen above. */
const matchers = '$label=${group:doublequote}, ${filters}';

/** A quantile of the stored histogram, classic or native, at the time that is meant by `offset`. */
function quantile(q: number, offset = ''): string {
  const window = `[$window]${offset}`;
  const classic = `histogram_quantile(${q}, sum by (le) (rate(\${metric}_bucket{${matchers}}${window})))`;
  return `${classic} or histogram_quantile(${q}, sum(rate(\${metric}{${matchers}}${window})))`;
}

/** The share of the events above the last finite bound: cumulative buckets are never larger than the next one. */
const aboveAll = (offset = '') => {
  const buckets = (le: string) => `rate(\${metric}_bucket{${le}, ${matchers}}[$window]${offset})`;
  return `1 - max(sum by (le) (${buckets('le!="+Inf"')})) / sum(${buckets('le="+Inf"')})`;
};

/** One metric and one group: what moved, since when, how sure it is, and against what. */
export function debug(): Dashboard {
  return board('debug', 'Debug', 'One group of one metric: which bins moved, since when, and how sure that is.')
    .time({ from: 'now-6h', to: 'now' })
    .variables([
      ...sources(),
      metric('model_feature_value'),
      label('feature'),
      group('dwell_time'),
      choice('window', 'Window', ['1h', '15m', '30m', '6h', '1d', '7d']),
      choice('offset', 'Compared with', ['1d', '7d', '1h', '6h']),
      labelNamed('split', 'Split by', 'sdk'),
      filters(),
      setting(choice('scrape', 'Scraped every', ['1m', '15s', '30s'])),
      setting(text('traces', 'Address of traces', 'http://localhost:16686/trace/')),
      setting(text('deploys', 'Metric that is 1 during a deploy', 'deploy_active')),
    ])
    .annotation(deploys())
    .withRow(new RowBuilder('How far, and how sure'))
    .withPanel(
      large(
        '$group: JS now',
        'Jensen–Shannon divergence of the last window from the same time before. 0: nothing has changed. 0.69: nothing in common.'
      )
        .withTarget(ask({ ...chosen, measures: ['js'], instant: true, confidence: { band: false } }))
        .decimals(3)
        .thresholds(neutral())
        .noValue('Too few samples')
        .height(8)
        .span(5)
    )
    .withPanel(
      overTime(
        'Divergence of $group',
        'Jensen–Shannon divergence with its 95 % band, and the noise floor: what no change at all would exceed in one of forty windows.'
      )
        .withTarget(ask({ ...chosen, measures: ['js'] }))
        .height(8)
        .span(19)
    )
    .withPanel(
      ranking(
        'In numbers',
        'KL(current ‖ baseline) with the limits of its band, the samples of both sides, whether it is more than chance, and the bin that contributes most.'
      )
        .withTarget(ask({ ...chosen, view: 'ranking', groupBy: ['$label'] }))
        .height(4)
        .span(24)
    )
    .withRow(new RowBuilder('Which bins'))
    .withPanel(
      lyingBars(
        'Contributions',
        'What each bin adds to KL: to the right where it became more frequent, to the left where less.'
      )
        .withTarget(ask({ ...chosen, view: 'contributions', format: 'bars' }))
        .noValue('Too few samples to compare')
        .height(11)
        .span(10)
    )
    .withPanel(
      instead(
        rows(
          'Both distributions in numbers',
          'P (current) and Q (baseline) of each bin, their difference, what it contributes and with which limits, and how many times as likely the bin became.'
        ),
        'Too few samples to compare'
      )
        .withTarget(ask({ ...chosen, view: 'contributions' }))
        .overrideByRegexp('/^(contribution|lower|upper)$/', [{ id: 'decimals', value: 4 }])
        .overrideByRegexp('/^(signed|from|to)$/', hidden)
        .height(11)
        .span(14)
    )
    .withPanel(
      new Trend()
        .title('Density')
        .description(
          'Both distributions over the value, each with its 95 % band. Bins of unequal width can be compared: it is the share for each unit of the value.'
        )
        .datasource(histodrift)
        .withTarget(ask({ ...chosen, view: 'distributions', format: 'numeric' }))
        .scaleDistribution(new ScaleDistributionConfigBuilder().type(ScaleDistribution.Linear))
        .legend(below())
        .noValue('Too few samples to compare')
        .height(9)
        .span(24)
    )
    .withRow(new RowBuilder('Since when'))
    .withPanel(
      overTime('Contributions over time', 'What each bin adds to KL, window by window. The height of the stack is KL.')
        .withTarget(ask({ ...chosen, view: 'contributions', instant: false }))
        .noValue('Too few samples to compare')
        .height(9)
        .span(12)
    )
    .withPanel(
      new Heatmap()
        .title('Contributions over time, by bin')
        .description('The same as colours: one row for each bin, stronger where it contributes more.')
        .datasource(histodrift)
        .withTarget(ask({ ...chosen, view: 'contributions', instant: false }))
        .maxDataPoints(100)
        .color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme('Oranges').steps(64).min(0))
        .cellGap(0)
        .noValue('Too few samples to compare')
        .height(9)
        .span(12)
    )
    .withRow(new RowBuilder('Against what, and with which bins'))
    .withPanel(
      overTime(
        'A baseline that rolls along, and one that does not',
        'Against the same time before, and against the window right before. The second follows every change: it shows the beginning and the end of one, is back at 0 as soon as the change fills both windows, and never sees a slow one. A baseline of kind “fixed”, such as a training week, does not move at all.'
      )
        .withTarget(ask({ ...chosen, measures: ['js'], confidence: { noiseFloor: false } }))
        .withTarget(ask({ ...rolling, measures: ['js'], confidence: { noiseFloor: false } }, 'B'))
        .height(9)
        .span(12)
    )
    .withPanel(
      overTime(
        'Does it depend on the bins?',
        'The divergence at full, half and quarter resolution of the bins. If coarse bins see nothing, it is the shape within a few bins that changed.'
      )
        .withTarget(ask({ ...chosen, view: 'sensitivity', measures: ['js'], confidence: { band: false } }))
        .height(9)
        .span(12)
    )
    .withRow(new RowBuilder('What it means for the tail'))
    .withPanel(
      rateOverTime(
        'p95 and p99',
        'Tail quantiles of the same windows by Prometheus, now and at the time that is compared with. A quantile above the last finite bound is that bound.',
        'short'
      )
        .withTarget(promql(quantile(0.95), 'p95', 'A'))
        .withTarget(promql(quantile(0.99), 'p99', 'B'))
        .withTarget(promql(quantile(0.95, ' offset $offset'), 'p95 $offset before', 'C'))
        .withTarget(promql(quantile(0.99, ' offset $offset'), 'p99 $offset before', 'D'))
        .overrideByRegexp('/before/', [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [6, 6] } }])
        .height(9)
        .span(12)
    )
    .withPanel(
      rateOverTime(
        'Share above the last finite bound',
        'Events in the bucket up to +Inf: what moves there is one bin, however far it moved. Above a few percent, add bounds.',
        'percentunit'
      )
        .withTarget(promql(aboveAll(), 'now', 'A'))
        .withTarget(promql(aboveAll(' offset $offset'), '$offset before', 'B'))
        .overrideByRegexp('/before/', [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [6, 6] } }])
        .axisSoftMax(0.01)
        .height(9)
        .span(12)
    )
    .withRow(new RowBuilder('Who, and one of them'))
    .withPanel(
      explanation(
        'Explanation',
        'Which value of $split accounts for the change: its share of all samples (mix), or what happens among its own (inside). 0 % of all: none stands out, the change is everywhere.'
      )
        .withTarget(ask({ ...chosen, view: 'explain', explain: { labels: ['$split'] }, limit: 20 }))
        .height(5)
        .span(24)
    )
    .withPanel(
      overTime(
        'By $split',
        'The divergence of each value of the label that is chosen above, such as a version of an SDK. The filters above take hold of every panel.'
      )
        .withTransformation(byGroup)
        .withTarget(ask({ ...chosen, groupBy: ['$split'], measures: ['js'], confidence: { noiseFloor: false } }))
        .height(9)
        .span(9)
    )
    .withPanel(
      instead(
        rows(
          'Exemplars of the bins that contribute most',
          'Events that were recorded with a trace. The id leads to the trace, at the address that is set in the menu of controls.'
        ),
        'No exemplars lie in these bins'
      )
        .withTarget(ask({ ...chosen, view: 'exemplars', format: 'table', limit: 50 }))
        .overrideByName('trace_id', [
          {
            id: 'links',
            value: [{ title: 'Open the trace', url: '${traces:raw}${__value.raw:percentencode}', targetBlank: true }],
          },
        ])
        .overrideByRegexp('/^(__name__|job|le)$/', hidden)
        .overrideByName('Time', wide(160))
        .overrideByName('trace_id', wide(270))
        .height(9)
        .span(15)
    )
    .build();
}
