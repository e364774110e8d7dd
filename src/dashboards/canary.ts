import {
  BigValueColorMode,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
} from '@grafana/grafana-foundation-sdk/common';
import {
  type Dashboard,
  DashboardLinkBuilder,
  DashboardLinkType,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';

import type { Question } from '../query/query';

import { board, docs } from './board';
import { deploys, explanation, hidden, large, lyingBars, neutral, overTime, rateOverTime, rows, wide } from './panels';
import { ask, histodrift, promql } from './target';
import { choice, group, label, labelNamed, metric, setting, sources, text } from './variables';

/** The divergence that matters, in nats: the limit of the SLI “canary against baseline”. */
const limit = 0.03;

const one = { label: '$label', op: '=', value: '$group' } as const;
const isCanary = { label: '$split', op: '=', value: '$current' } as const;
const isStable = { label: '$split', op: '=', value: '$baseline' } as const;

/** The canary of what is chosen above, against stable at the same time. */
const canary = {
  current: { metric: '$metric', matchers: [one, isCanary] },
  baseline: { kind: 'cohort', matchers: [isStable] },
  window: '$window',
  scrapeInterval: '$scrape',
} satisfies Partial<Question>;

/** All canaries together. */
const everyCanary = { ...canary, current: { metric: '$metric', matchers: [isCanary] } } satisfies Partial<Question>;

/** What is judged: all that was counted since the range began. */
const judged = {
  ...canary,
  view: 'verdict',
  threshold: limit,
} satisfies Partial<Question>;

/** The canary of the fleet, by what it is measured with. */
function fleet(current: Question['current']): Partial<Question> & Pick<Question, 'current'> {
  return {
    current: { ...current, matchers: [isCanary] },
    baseline: { kind: 'cohort', matchers: [isStable] },
    window: '1h',
    scrapeInterval: '1m',
    threshold: limit,
  };
}

/** A number of samples, which a verdict over time has beside itself. */
const counted = (name: string) =>
  new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false).fields(`/${name}/`);

/** Errors among the requests of one version. */
function errorRatio(version: string): string {
  const requests = (more: string) =>
    `sum(rate($requests{$label=\${group:doublequote}, $split=\${${version}:doublequote}${more}}[5m]))`;
  return `(${requests(', $failed')} or vector(0)) / ${requests('')}`;
}

/** Requests a second of one version. */
function rate(version: string): string {
  return `sum(rate($requests{$label=\${group:doublequote}, $split=\${${version}:doublequote}}[5m]))`;
}

/** What the canary's requests would cost on the instances of stable. */
const atStablePrice = (() => {
  const requests = (version: string) => `sum(rate(\${latency}_count{$split=\${${version}:doublequote}}[30m]))`;
  return `sum($cost{$split=\${baseline:doublequote}}) * ${requests('current')} / ${requests('baseline')}`;
})();

/** Whether a canary may go on, and what else has to be known for that. */
export function canaries(): Dashboard {
  return board(
    'canary',
    'Canary',
    'Whether a canary may go on. The time range is the rollout: the verdict counts from its begin.'
  )
    .time({ from: 'now-2h', to: 'now' })
    .link(
      new DashboardLinkBuilder('How a verdict is made')
        .type(DashboardLinkType.Link)
        .url(`${docs}/gates.md`)
        .icon('doc')
        .targetBlank(true)
    )
    .variables([
      ...sources(),
      metric('http_request_duration_seconds'),
      label('service'),
      group('payment'),
      labelNamed('split', 'Versions by', 'version'),
      text('current', 'Canary', 'canary'),
      text('baseline', 'Baseline', 'stable'),
      choice('window', 'Window', ['1h', '15m', '30m']),
      ...[
        text('requests', 'Counter of requests', 'http_requests_total'),
        text('failed', 'Matcher of failed requests', 'code=~"5.."'),
        text('latency', 'Histogram of response times of the fleet', 'instance_request_duration_seconds'),
        text('cpu', 'Histogram of its CPU', 'instance_cpu_ratio'),
        text('cost', 'Gauge of its cost', 'instance_cost_dollars_per_hour'),
        text('costs', 'Label of its cost', 'instance_type'),
        text('deploys', 'Metric that is 1 during a deploy', 'deploy_active'),
      ].map(setting),
      setting(choice('scrape', 'Scraped every', ['15s', '30s', '1m'])),
    ])
    .annotation(deploys())
    .withRow(new RowBuilder('May it go on?'))
    .withPanel(
      large(
        'Verdict on $group',
        `Pass: certainly within ${limit} nats of stable. Fail: certainly beyond. Inconclusive: not known yet. It holds however often one looks.`
      )
        .withTarget(ask({ ...judged, format: 'numeric' }))
        .colorMode(BigValueColorMode.Background)
        .height(8)
        .span(6)
    )
    .withPanel(
      overTime(
        'Divergence from stable',
        `KL(canary ‖ stable) with its 95 % band, window by window. Dashed: the limit of ${limit} nats. Where the band lies above it, the canary is too far away.`
      )
        .withTarget(ask({ ...canary, threshold: limit }))
        .height(8)
        .span(18)
    )
    .withPanel(
      large('Canary: samples', 'Samples of the canary since the range began, which the verdict rests on.')
        .withTarget(ask({ ...judged, instant: false }))
        .reduceOptions(counted('n current'))
        .thresholds(neutral())
        .unit('short')
        .height(4)
        .span(8)
    )
    .withPanel(
      large('Stable: samples', 'Samples of stable since the range began.')
        .withTarget(ask({ ...judged, instant: false }))
        .reduceOptions(counted('n baseline'))
        .thresholds(neutral())
        .unit('short')
        .height(4)
        .span(8)
    )
    .withPanel(
      large(
        'Samples still needed',
        'About how many more samples of the canary would decide, at the divergence that is seen now. None once it is decided.'
      )
        .withTarget(ask({ ...judged, format: 'numeric', alertOn: 'needed' }))
        .thresholds(neutral())
        .noValue('none')
        .height(4)
        .span(8)
    )
    .withPanel(
      new StateTimeline()
        .title('Verdict of each $label over time')
        .description('From when on the samples were enough to decide. Each verdict counts from the begin of the range.')
        .datasource(histodrift)
        .withTarget(ask({ ...everyCanary, view: 'verdict', groupBy: ['$label'], threshold: limit, instant: false }))
        .height(6)
        .span(24)
    )
    .withPanel(
      rows(
        'Reasons',
        'Value and limits at the last look, the samples of both sides, about how many more would decide, and since when the verdict holds.'
      )
        .withTarget(ask({ ...everyCanary, view: 'verdict', groupBy: ['$label'], threshold: limit }))
        .overrideByRegexp('/^(threshold|looks)$/', hidden)
        .overrideByName('reason', wide(360))
        .overrideByName('decided at', wide(160))
        .height(6)
        .span(24)
    )
    .withRow(new RowBuilder('What differs, and what users feel'))
    .withPanel(
      lyingBars(
        'Contributions',
        'What each bin adds to KL: to the right where the canary has more, to the left where it has less.'
      )
        .withTarget(ask({ ...canary, view: 'contributions', format: 'bars' }))
        .height(9)
        .span(12)
    )
    .withPanel(
      rateOverTime(
        'Failed requests',
        'Errors among the requests of both versions. A canary that diverges and fails is rolled back; one that only diverges is looked at.',
        'percentunit'
      )
        .withTarget(promql(errorRatio('current'), '$current', 'A'))
        .withTarget(promql(errorRatio('baseline'), '$baseline', 'B'))
        .overrideByQuery('A', [{ id: 'color', value: { mode: 'fixed', fixedColor: 'orange' } }])
        .height(9)
        .span(12)
    )
    .withRow(new RowBuilder('Is the traffic alike?'))
    .withPanel(
      rateOverTime(
        'Canary for each request of stable',
        'The ratio of the two request rates, which should be that of the rollout’s step. Where it wanders, the two are not asked the same.',
        'percentunit'
      )
        .withTarget(promql(`${rate('current')} / ${rate('baseline')}`, '$current / $baseline'))
        .height(9)
        .span(12)
    )
    .withPanel(
      rows(
        'Parity',
        'Whether each canary gets the traffic it should: 0.11 of stable’s, give or take a quarter. The ratio stands in the query of this panel: write that of your rollout there.'
      )
        .withTarget(
          ask({
            ...everyCanary,
            view: 'verdict',
            groupBy: ['$label'],
            threshold: limit,
            verdict: { parity: { ratio: 0.11, tolerance: 0.25 } },
          })
        )
        .overrideByRegexp(
          '/^(reason|estimate|lower|upper|threshold|needed|looks|decided at|verdict|n current|n baseline)$/',
          hidden
        )
        .overrideByName('parity', wide(500))
        .height(9)
        .span(12)
    )
    .withPanel(
      explanation(
        'Is it made up alike?',
        'All canaries against all of stable, by $label: “mix” is what other shares of the traffic add, “inside” what has changed within one.'
      )
        .withTarget(ask({ ...everyCanary, view: 'explain', explain: { labels: ['$label'] } }))
        .height(6)
        .span(24)
    )
    .withRow(new RowBuilder('Slower, busier, cheaper: a canary of 5 % on other instances'))
    .withPanel(
      overTime('Response time', `KL of the response times of $current from $baseline. Dashed: ${limit} nats.`)
        .withTarget(ask({ ...fleet({ metric: '$latency' }), confidence: { noiseFloor: false } }))
        .height(8)
        .span(6)
    )
    .withPanel(
      overTime('CPU', `KL of the CPU in use, as a share of each instance. Dashed: ${limit} nats.`)
        .withTarget(ask({ ...fleet({ metric: '$cpu' }), confidence: { noiseFloor: false } }))
        .height(8)
        .span(6)
    )
    .withPanel(
      overTime('Cost, by $costs', `KL of how the cost is spread over $costs. Dashed: ${limit} nats.`)
        .withTarget(
          ask({
            ...fleet({ metric: '$cost', type: 'categoryGauge', category: ['$costs'] }),
            confidence: { noiseFloor: false },
          })
        )
        .height(8)
        .span(6)
    )
    .withPanel(
      rateOverTime(
        'Dollars an hour',
        'What the canary costs, by $costs. Dashed: what its requests would cost at the price that stable has for each of them. The distance is what the canary saves.',
        'currencyUSD'
      )
        .withTarget(promql('sum by ($costs) ($cost{$split=${current:doublequote}})', '{{$costs}}'))
        .withTarget(promql(atStablePrice, 'at the price of $baseline', 'B'))
        .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'))
        .fillOpacity(40)
        .lineWidth(1)
        .overrideByQuery('B', [
          { id: 'custom.stacking', value: { mode: 'none', group: 'B' } },
          { id: 'custom.fillOpacity', value: 0 },
          { id: 'custom.lineWidth', value: 2 },
          { id: 'custom.lineStyle', value: { fill: 'dash', dash: [6, 6] } },
          { id: 'color', value: { mode: 'fixed', fixedColor: 'text' } },
        ])
        .height(8)
        .span(6)
    )
    .build();
}
