import { PanelBuilder as BarChart } from '@grafana/grafana-foundation-sdk/barchart';
import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  ReduceDataOptionsBuilder,
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  StackingConfigBuilder,
  StackingMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  QueryVariableBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';
import { PanelBuilder as Trend } from '@grafana/grafana-foundation-sdk/trend';

import type { Question, Selection } from '../query/query';
import { ask, histodrift, promql } from './target';
import { sources } from './variables';

const latency = (...matchers: Array<[label: string, value: string]>): Selection => ({
  metric: 'http_request_duration_seconds',
  matchers: [['job', 'checkout'], ...matchers].map(([label, value]) => ({ label, op: '=', value })),
});

/** The payment canary against stable: it has drifted for three hours. */
const canary = {
  current: latency(['service', 'payment'], ['version', 'canary']),
  baseline: { kind: 'cohort', matchers: [{ label: 'version', op: '=', value: 'stable' }] },
  window: '1h',
} satisfies Partial<Question>;

const everyCanary = { ...canary, current: latency(['version', 'canary']), groupBy: ['service'] };

const tenants = {
  current: { metric: 'api_request_duration_seconds' },
  baseline: { kind: 'previous', offset: '1d' },
  window: '1h',
  scrapeInterval: '1m',
} satisfies Partial<Question>;

const rankedTenants = {
  ...tenants,
  view: 'ranking',
  groupBy: ['tenant'],
  measures: ['js'],
} satisfies Partial<Question>;

/** The tenant that is chosen above the panels. */
const oneTenant = {
  ...tenants,
  current: { ...tenants.current, matchers: [{ label: 'tenant', op: '=', value: '$tenant' }] },
} satisfies Partial<Question>;

const last = () => new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false);
const below = () => new VizLegendOptionsBuilder().showLegend(true);

/** Every view of the data source in the stock panel that suits it. */
export function views(): Dashboard {
  return new DashboardBuilder('Every view')
    .uid('histodrift-views')
    .tags(['histodrift'])
    .description('What a query can return, each view in the panel that suits it.')
    .timezone('utc')
    .time({ from: 'now-12h', to: 'now' })
    .refresh('1m')
    .variables([
      ...sources(),
      new QueryVariableBuilder('tenant')
        .label('Tenant')
        .description('The ten tenants that have changed most, the first one first.')
        .datasource(histodrift)
        .query({
          refId: 'tenants',
          kind: 'groups',
          label: 'tenant',
          query: { ...rankedTenants, refId: 'A', version: 1, limit: 10 },
        })
        .refresh(VariableRefresh.OnTimeRangeChanged),
    ])
    .annotation(
      new AnnotationQueryBuilder()
        .name('Drift episodes')
        .datasource(histodrift)
        .enable(true)
        .iconColor('orange')
        .target(ask({ ...everyCanary, view: 'episodes', measures: ['js'], threshold: 0.01 }, 'Anno'))
    )
    .withRow(new RowBuilder('How much has changed, and where'))
    .withPanel(
      new TimeSeries()
        .title('Divergence, with drift episodes')
        .description(
          'Jensen–Shannon divergence of the payment canary from stable, with its 95 % band. Shaded: the episodes in which it was above 0.01. Dots: exemplars of the bins that contribute most.'
        )
        .datasource(histodrift)
        .withTarget(ask({ ...canary, measures: ['js'], threshold: 0.01 }))
        .withTarget(ask({ ...canary, view: 'exemplars' }, 'B'))
        .height(9)
        .span(12)
    )
    .withPanel(
      new BarChart()
        .title('Contributions')
        .description('What each bucket adds to KL: to the right where it became more frequent, to the left where less.')
        .datasource(histodrift)
        .withTarget(ask({ ...canary, view: 'contributions', format: 'bars' }))
        .orientation(VizOrientation.Horizontal)
        .showValue(VisibilityMode.Never)
        .legend(below())
        .height(9)
        .span(12)
    )
    .withPanel(
      new Table()
        .title('Contributions in numbers')
        .description(
          'Both shares of each bucket, its contribution with limits, and how many times as frequent it became.'
        )
        .datasource(histodrift)
        .withTarget(ask({ ...canary, view: 'contributions' }))
        .height(10)
        .span(24)
    )
    .withPanel(
      new TimeSeries()
        .title('Contributions over time')
        .description('The same, for each hour: which buckets moved, and when it began.')
        .datasource(histodrift)
        .withTarget(ask({ ...canary, view: 'contributions', instant: false }))
        .fillOpacity(60)
        .lineWidth(0)
        .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'))
        .height(10)
        .span(12)
    )
    .withPanel(
      new Trend()
        .title('Distributions')
        .description('Density of both sides over the value, each with its 95 % band.')
        .datasource(histodrift)
        .withTarget(ask({ ...canary, view: 'distributions', format: 'numeric' }))
        .scaleDistribution(new ScaleDistributionConfigBuilder().type(ScaleDistribution.Linear))
        .legend(below())
        .height(10)
        .span(12)
    )
    .withPanel(
      new BarChart()
        .title('Distributions by bucket')
        .description('The share of each bucket on both sides.')
        .datasource(histodrift)
        .withTarget(ask({ ...canary, view: 'distributions', format: 'bars' }))
        .legend(below())
        .xTickLabelRotation(-45)
        .xTickLabelMaxLength(100)
        .height(9)
        .span(12)
    )
    .withPanel(
      new Table()
        .title('Exemplars')
        .description('Requests that lie in the buckets that contribute most.')
        .datasource(histodrift)
        .withTarget(ask({ ...canary, view: 'exemplars', format: 'table' }))
        .height(9)
        .span(12)
    )
    .withRow(new RowBuilder('Who, and why'))
    .withPanel(
      new Table()
        .title('Ranking of tenants')
        .description(
          'This hour against the same hour yesterday, for each tenant. Those with too few samples are listed as unknown.'
        )
        .datasource(histodrift)
        .withTarget(ask({ ...rankedTenants, threshold: 0.02 }))
        .overrideByName('tenant', [
          {
            id: 'links',
            value: [
              {
                title: 'Look at this tenant',
                url: '/d/histodrift-views?${__url_time_range}&var-tenant=${__value.raw:percentencode}',
              },
            ],
          },
        ])
        .height(11)
        .span(16)
    )
    .withPanel(
      new BarGauge()
        .title('Most divergent tenants')
        .description('The five largest JS divergences, as numbers that expressions and alert rules can take.')
        .datasource(histodrift)
        .withTarget(ask({ ...rankedTenants, format: 'numeric', limit: 5 }))
        .reduceOptions(last())
        .orientation(VizOrientation.Horizontal)
        .thresholds(
          new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
            { value: null, color: 'green' },
            { value: 0.02, color: 'red' },
          ])
        )
        .height(11)
        .span(8)
    )
    .withPanel(
      new Table()
        .title('Explanation')
        .description(
          'Which label and value accounts for the change of all requests since yesterday: its mix, or what happens inside.'
        )
        .datasource(histodrift)
        .withTarget(ask({ ...tenants, view: 'explain' }))
        .height(10)
        .span(24)
    )
    .withPanel(
      new TimeSeries()
        .title('Divergence of $tenant')
        .description(
          'The chosen tenant against the same hour yesterday, by region. A click on a name in the ranking chooses it.'
        )
        .datasource(histodrift)
        .withTarget(ask({ ...oneTenant, groupBy: ['region'], measures: ['js'] }))
        .height(9)
        .span(12)
    )
    .withPanel(
      new BarChart()
        .title('Contributions of $tenant')
        .description('Which buckets of the chosen tenant moved since yesterday.')
        .datasource(histodrift)
        .withTarget(ask({ ...oneTenant, view: 'contributions', format: 'bars' }))
        .orientation(VizOrientation.Horizontal)
        .showValue(VisibilityMode.Never)
        .legend(below())
        .height(9)
        .span(12)
    )
    .withRow(new RowBuilder('What to do'))
    .withPanel(
      new Stat()
        .title('Verdict')
        .description('Whether each canary may go on, going by the last two hours. It holds however often one looks.')
        .datasource(histodrift)
        .withTarget(ask({ ...everyCanary, view: 'verdict', format: 'numeric', measures: ['js'], threshold: 0.01 }))
        .reduceOptions(last())
        .timeFrom('2h')
        .height(8)
        .span(8)
    )
    .withPanel(
      new StateTimeline()
        .title('Verdict over time')
        .description('From when on the samples of the last two hours were enough to decide.')
        .datasource(histodrift)
        .withTarget(ask({ ...everyCanary, view: 'verdict', instant: false, measures: ['js'], threshold: 0.01 }))
        .timeFrom('2h')
        .height(8)
        .span(16)
    )
    .withPanel(
      new Table()
        .title('Verdict with reasons')
        .description('Value and limits at the last look, and about how many more samples would decide.')
        .datasource(histodrift)
        .withTarget(ask({ ...everyCanary, view: 'verdict', measures: ['js'], threshold: 0.01 }))
        .timeFrom('2h')
        .height(8)
        .span(24)
    )
    .withPanel(
      new Stat()
        .title('Within the objective')
        .description('Share of the hours of the last two days in which each canary was within 0.01 of stable.')
        .datasource(histodrift)
        .withTarget(
          ask({
            ...everyCanary,
            view: 'slo',
            instant: true,
            measures: ['js'],
            threshold: 0.01,
            slo: { period: '2d', target: 0.95 },
          })
        )
        .reduceOptions(last())
        .displayName('${__field.labels.service}')
        .height(8)
        .span(8)
    )
    .withPanel(
      new TimeSeries()
        .title('Error budget')
        .description('What is left of the 5 % of hours that may be above the threshold.')
        .datasource(histodrift)
        .withTarget(
          ask({
            ...everyCanary,
            view: 'slo',
            alertOn: 'budget',
            measures: ['js'],
            threshold: 0.01,
            slo: { period: '2d', target: 0.95 },
          })
        )
        .displayName('${__field.labels.service}')
        .height(8)
        .span(8)
    )
    .withPanel(
      new TimeSeries()
        .title('Tail quantile beside')
        .description('The 95th percentile of the payment canary, from the same histogram, by Prometheus.')
        .withTarget(
          promql(
            'histogram_quantile(0.95, sum by (le, version) (rate(http_request_duration_seconds_bucket{job="checkout", service="payment"}[15m])))',
            '{{version}}'
          )
        )
        .unit('s')
        .height(8)
        .span(8)
    )
    .build();
}
