import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { BigValueColorMode, BigValueTextMode, VizOrientation } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import { type Dashboard, type Panel, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Text, TextMode } from '@grafana/grafana-foundation-sdk/text';

import type { MeasureName, Question, Selection } from '../query/query';

import { board } from './board';
import { byGroup } from './columns';
import {
  bars,
  byThreshold,
  explanation,
  hidden,
  large,
  last,
  lyingBars,
  overTime,
  ranking,
  rateOverTime,
  upTo,
} from './panels';
import { ask, histodrift, promql } from './target';
import { sources } from './variables';

type Asked = Partial<Question> & Pick<Question, 'current'>;

const height = 8;
const daily = {
  baseline: { kind: 'previous', offset: '1d' },
  window: '1h',
  scrapeInterval: '1m',
} satisfies Partial<Question>;

/** A histogram, or with `category` a counter, and which of its series. */
function of(metric: string, matchers: Record<string, string> = {}, category?: string[]): Selection {
  return {
    metric,
    ...(category && { category }),
    matchers: Object.entries(matchers).map(([label, value]) => ({ label, op: '=', value })),
  };
}

/** Other series of the same metric at the same time. */
const than = (label: string, value: string) =>
  ({ kind: 'cohort', matchers: [{ label, op: '=', value }] }) satisfies Question['baseline'];

/** The divergence of each group over time. */
function moved(title: string, about: string, question: Asked, measures: MeasureName[] = ['js'], span = 12) {
  return overTime(title, about)
    .withTarget(ask({ ...daily, measures, confidence: { noiseFloor: false }, ...question }))
    .withTransformation(byGroup)
    .interval('2m')
    .maxDataPoints(200)
    .height(height)
    .span(span);
}

/** What each bin adds. */
function which(title: string, about: string, question: Asked, span = 12) {
  return lyingBars(title, about)
    .withTarget(ask({ ...daily, ...question, view: 'contributions', format: 'bars' }))
    .height(height)
    .span(span);
}

/** Both distributions. */
function shape(title: string, about: string, question: Asked, span = 12) {
  return bars(title, about)
    .withTarget(ask({ ...daily, ...question, view: 'distributions', format: 'bars' }))
    .height(height)
    .span(span);
}

/** Groups, the one that moved most first. */
function ranked(title: string, about: string, question: Asked, span = 12) {
  return ranking(title, about)
    .withTarget(ask({ ...daily, measures: ['js'], ...question, view: 'ranking' }))
    .overrideByRegexp('/^(status|q-value|n baseline|direction)$/', hidden)
    .height(height)
    .span(span);
}

/** What Prometheus says beside it. */
function felt(title: string, about: string, unit: string, exprs: Record<string, string>, span = 12) {
  return Object.entries(exprs)
    .reduce(
      (panel, [name, expr], i) => panel.withTarget(promql(expr, name, 'ABCD'[i])),
      rateOverTime(title, about, unit)
    )
    .height(height)
    .span(span);
}

interface Case {
  title: string;
  panels: Array<Builder<Panel>>;
}

const layers: Case[] = [
  {
    title: 'L1 · Request size and geography',
    panels: [
      moved(
        'Request size by SDK',
        'Each version against the same time yesterday. Drift sdk-five-size: 4 of 10 requests of 5.0 are six times as large. Look for: 5.0 leaves 0, the others stay.',
        { current: of('gateway_request_size_bytes'), groupBy: ['sdk'] }
      ),
      moved(
        'Countries by SDK',
        'The mix of countries of each version. Nothing was injected. Look for: lines at 0, and how wide a band is where nothing happens.',
        { current: of('gateway_requests_total', {}, ['country']), groupBy: ['sdk'] }
      ),
    ],
  },
  {
    title: 'L2 · API calls and their parameters',
    panels: [
      moved(
        'Methods by SDK',
        'The mix of methods of each version against yesterday. Drift sdk-five-calls: 5.0 calls “batch” in place of many creates and updates.',
        { current: of('gateway_calls_total', {}, ['method']), groupBy: ['sdk'] }
      ),
      moved(
        'Share of methods never called before',
        'The share of the calls whose method nobody called yesterday. Drift sdk-five-calls: “batch” is a tenth of the calls of 5.0.',
        { current: of('gateway_calls_total', {}, ['method']), groupBy: ['sdk'] },
        ['newMass']
      ),
    ],
  },
  {
    title: 'L3 · Features and scores of a model',
    panels: [
      moved(
        'Features of the ranker',
        'Each input against yesterday. Drift dwell-time-collapses: the values of dwell_time are less than half as large. Look for: one line of eight.',
        { current: of('model_feature_value', { model: 'ranker' }), groupBy: ['feature'], confidence: { band: false } }
      ),
      moved(
        'Scores by model',
        'What the models answer, against the same time last week. Drift scores-shift: those of the ranker have been a third lower for two and a half days, so yesterday would not show it.',
        { current: of('model_score'), groupBy: ['model'], baseline: { kind: 'previous', offset: '7d' } }
      ),
    ],
  },
  {
    title: 'L4 · Columns: values and nulls',
    panels: [
      moved(
        'Values by column',
        'The numbers that were loaded, against yesterday. Nothing is injected unless you do: lab inject cents-for-euros --for 1h multiplies orders.total by 100.',
        { current: of('etl_column_value'), groupBy: ['table', 'column'], confidence: { band: false } }
      ),
      moved(
        'Valid, null and malformed by column',
        'The mix of states. Drift nulls-in-discount: 12 % of orders.discount are null in place of 1 %.',
        {
          current: of('etl_values_total', {}, ['state']),
          groupBy: ['table', 'column'],
          confidence: { band: false },
        }
      ),
    ],
  },
  {
    title: 'L5 · CPU, memory and disk',
    panels: (['cpu', 'memory', 'disk'] as const).map((resource) =>
      moved(
        `Use of ${resource} by service`,
        resource === 'cpu'
          ? 'Against yesterday. Drift under-provisioned: api needs 45 % more. Look for: api alone leaves 0.'
          : `Against yesterday. Nothing was injected into ${resource}: the lines stay near 0.`,
        { current: of(`${resource}_usage_ratio`), groupBy: ['service'] },
        ['js'],
        8
      )
    ),
  },
  {
    title: 'L6 · A canary',
    panels: [
      moved(
        'Latency of canaries, against stable',
        'Both at the same time, so that the time of day does not matter. Drift payment-slow-tail: a tenth of the requests takes six times as long. search has too few requests to be judged: a gap, and no alarm.',
        {
          current: of('http_request_duration_seconds', { version: 'canary' }),
          baseline: than('version', 'stable'),
          groupBy: ['service'],
          scrapeInterval: '15s',
        }
      ),
      large(
        'May they go on?',
        'The verdict of the last two hours, at 0.03 nats of KL. Look for: payment fails, cart passes, and search stays inconclusive.'
      )
        .withTarget(
          ask({
            current: of('http_request_duration_seconds', { version: 'canary' }),
            baseline: than('version', 'stable'),
            groupBy: ['service'],
            view: 'verdict',
            format: 'numeric',
            threshold: 0.03,
            scrapeInterval: '15s',
          })
        )
        .textMode(BigValueTextMode.ValueAndName)
        .colorMode(BigValueColorMode.Background)
        .timeFrom('2h')
        .height(height)
        .span(12),
    ],
  },
  {
    title: 'L7 · Flows and sign-ins',
    panels: [
      moved(
        'Packet size by link and direction',
        'Against yesterday. Drift exfiltration: three of ten packets that leave by the vpn are full ones.',
        { current: of('packet_size_bytes'), groupBy: ['link', 'direction'], confidence: { band: false } }
      ),
      moved(
        'Sign-ins by method and result',
        'Two labels together are the bins. Nothing is injected unless you do: lab inject password-spraying --for 1h.',
        { current: of('auth_attempts_total', {}, ['method', 'result']), groupBy: ['realm'] }
      ),
    ],
  },
];

const recommended = {
  current: of('recommended_categories_total', { model: 'new' }, ['category']),
  baseline: than('model', 'old'),
};
const funnel = { current: of('funnel_steps_total', { flag: 'on' }, ['step']), baseline: than('flag', 'off') };

const useCases: Case[] = [
  {
    title: 'UC1 · Which model inputs to retrain for first',
    panels: [
      new BarGauge()
        .title('Inputs of all models, most divergent first')
        .description(
          'KL from the same time last week. Beyond 0.02 nats it is red. Drift dwell-time-collapses. Look for: one red bar; inputs of the shadow model have too few values and no bar.'
        )
        .datasource(histodrift)
        .withTarget(
          ask({
            ...daily,
            current: of('model_feature_value'),
            baseline: { kind: 'previous', offset: '7d' },
            groupBy: ['model', 'feature'],
            view: 'ranking',
            format: 'numeric',
            limit: 12,
          })
        )
        .displayName('${__field.labels.model} · ${__field.labels.feature}')
        .reduceOptions(last())
        .orientation(VizOrientation.Horizontal)
        .overrideByQuery('A', byThreshold)
        .thresholds(upTo(0.02))
        .decimals(3)
        .noValue('too few')
        .height(10)
        .span(10),
      ranked(
        'Told from noise',
        'The same with samples and q-value: of all that are marked as changed, one in twenty is a false alarm at most.',
        {
          current: of('model_feature_value'),
          baseline: { kind: 'previous', offset: '7d' },
          measures: ['kl'],
          groupBy: ['model', 'feature'],
        },
        14
      ).height(10),
    ],
  },
  {
    title: 'UC2 · A canary and its errors',
    panels: [
      moved(
        'payment: canary against stable',
        'KL of the latency with the limit of 0.03 nats. Drift payment-slow-tail, for three hours.',
        {
          current: of('http_request_duration_seconds', { service: 'payment', version: 'canary' }),
          baseline: than('version', 'stable'),
          threshold: 0.03,
          scrapeInterval: '15s',
        },
        ['kl']
      ),
      felt(
        'payment: failed requests',
        'Drift payment-errors: 3 % of the canary’s in place of 0.1 %. Divergence and errors together are a reason to roll back.',
        'percentunit',
        Object.fromEntries(
          ['canary', 'stable'].map((version) => [
            version,
            `sum(rate(http_requests_total{service="payment", version="${version}", code="500"}[15m])) / sum(rate(http_requests_total{service="payment", version="${version}"}[15m]))`,
          ])
        )
      ),
    ],
  },
  {
    title: 'UC3 · Predicted and observed use',
    panels: [
      moved(
        'CPU: observed against predicted',
        'Two metrics as the two sides, at the same time. Drift under-provisioned: api needs 45 % more than was predicted.',
        {
          current: of('cpu_usage_ratio'),
          baseline: { kind: 'cohort', metric: 'cpu_usage_predicted_ratio' },
          groupBy: ['service'],
        }
      ),
      shape('CPU of api', 'Observed (current) and predicted (baseline). Look for: mass that has moved to the right.', {
        current: of('cpu_usage_ratio', { service: 'api' }),
        baseline: { kind: 'cohort', metric: 'cpu_usage_predicted_ratio' },
      }),
    ],
  },
  {
    title: 'UC4 · Payments: amounts and devices',
    panels: [
      moved(
        'Share of devices never seen before',
        'Of the payments of each merchant. Drift new-devices: 4 % of the kiosk’s come from emulators and browsers without a window.',
        { current: of('payment_devices_total', {}, ['device']), groupBy: ['merchant'] },
        ['newMass']
      ),
      moved(
        'Amounts by merchant',
        'Against yesterday. Nothing is injected unless you do: lab inject card-testing --for 1h tries stolen cards with small amounts at travel.',
        { current: of('payment_amount_euros'), groupBy: ['merchant'] }
      ),
    ],
  },
  {
    title: 'UC5 · The column that changed after a load',
    panels: [
      ranked(
        'Columns, most divergent first',
        'The mix of valid, null and malformed values against yesterday. Drift nulls-in-discount. Look for: orders.discount on top, and its top bin.',
        { current: of('etl_values_total', {}, ['state']), groupBy: ['table', 'column'] },
        14
      ),
      which(
        'orders.discount',
        'Which state it is.',
        { current: of('etl_values_total', { table: 'orders', column: 'discount' }, ['state']) },
        10
      ),
    ],
  },
  {
    title: 'UC6 · The outlying tenant among hundreds',
    panels: [
      ranked(
        'Tenants against yesterday',
        'Latency of each of 200 tenants. Drift noisy-neighbours: eight of them wait for a shared database. Look for: eight that stand apart.',
        {
          current: of('tenant_request_duration_seconds'),
          groupBy: ['tenant'],
          limit: 12,
        }
      ).height(11),
      ranked(
        'Tenants against all others of their plan',
        'At the same time, where there is no yesterday. Five of the eight have the plan “free”: a tenant is compared with its like.',
        {
          current: of('tenant_request_duration_seconds', { plan: 'free' }),
          baseline: { kind: 'rest' },
          groupBy: ['tenant'],
          limit: 12,
        }
      ).height(11),
    ],
  },
  {
    title: 'UC7 · What security looks at',
    panels: [
      shape(
        'Packets that leave by the vpn',
        'Now and yesterday. Drift exfiltration, for two hours. Look for: full packets.',
        { current: of('packet_size_bytes', { link: 'vpn', direction: 'out' }) }
      ),
      which(
        'Sign-ins of customers',
        'What each method and result adds. Without an injection these are traces of chance: look at the scale.',
        { current: of('auth_attempts_total', { realm: 'customers' }, ['method', 'result']) }
      ),
    ],
  },
  {
    title: 'UC8 · Recommendations of a new model, and their clicks',
    panels: [
      which(
        'Categories: new model against old',
        'Drift new-model-mix: twice as much electronics, half as many books.',
        recommended
      ),
      felt(
        'Click-through rate',
        'Drift new-model-clicks: 4 % of the events of the new model are clicks in place of 8 %.',
        'percentunit',
        Object.fromEntries(
          ['new', 'old'].map((model) => [
            model,
            `sum(rate(recommendation_events_total{model="${model}", event="clicked"}[15m])) / sum(rate(recommendation_events_total{model="${model}", event="shown"}[15m]))`,
          ])
        )
      ),
    ],
  },
  {
    title: 'UC9 · What moved a bill',
    panels: [
      which(
        'Instances by type and region',
        'A gauge whose labels are the bins, against yesterday. Drift large-instances. Look for: which type, and in which region.',
        {
          current: { ...of('instances_running', {}, ['instance_type', 'region']), type: 'categoryGauge' },
          scrapeInterval: '15s',
        }
      ),
      felt(
        'Instances by type',
        'The same as numbers over time: a divergence compares shares, and does not see that everything grew alike.',
        'short',
        { '{{instance_type}}': 'sum by (instance_type) (instances_running)' }
      ),
    ],
  },
  {
    title: 'UC10 · A funnel with and without a flag',
    panels: [
      moved(
        'How far visits get: flag on against off',
        'Drift flag-funnel: with the flag on, four of ten payments are given up. Both sides at the same time.',
        { ...funnel, confidence: { band: false } }
      ),
      which('Which step', 'Look for: fewer reach “done”.', funnel),
    ],
  },
  {
    title: 'Cohorts that are not alike: stratified by region',
    panels: [
      explanation(
        'checkout: flag on against off',
        'The flag has more traffic in Europe, which is faster. “mix” is what this imbalance adds, “inside” what the flag does within each region. Drift flag-slow: half as long again, in both; so no region accounts for more than its size.'
      )
        .withTarget(
          ask({
            ...daily,
            current: of('function_duration_seconds', { function: 'checkout', flag: 'on' }),
            baseline: than('flag', 'off'),
            view: 'explain',
            explain: { labels: ['region'] },
          })
        )
        .height(5)
        .span(24),
      moved(
        'search: all regions together',
        'Nothing was injected into search, and still the two differ: the mix of regions does.',
        { current: of('function_duration_seconds', { function: 'search', flag: 'on' }), baseline: than('flag', 'off') },
        ['kl'],
        8
      ),
      moved(
        'search: region by region',
        'Each region by itself is at 0: the flag does nothing here.',
        {
          current: of('function_duration_seconds', { function: 'search', flag: 'on' }),
          baseline: than('flag', 'off'),
          groupBy: ['region'],
        },
        ['kl'],
        8
      ),
      moved(
        'checkout: region by region',
        'Both regions leave 0: here it is the flag.',
        {
          current: of('function_duration_seconds', { function: 'checkout', flag: 'on' }),
          baseline: than('flag', 'off'),
          groupBy: ['region'],
        },
        ['kl'],
        8
      ),
    ],
  },
  {
    title: 'Equal load: the same hours, not the hours before',
    panels: [
      moved(
        'Response time of the fleet, against the same hours of three days',
        'Windows of equal load are compared: traffic has the same height at the same hour. The canary is left out. Look for: 0.',
        {
          current: of('instance_request_duration_seconds', { version: 'stable' }),
          baseline: { kind: 'seasonal', period: '1d', count: 3 },
        }
      ),
      felt('Requests a second', 'Now, and yesterday at the same time: whether the load is equal.', 'reqps', {
        now: 'sum(rate(instance_request_duration_seconds_count{version="stable"}[1h]))',
        yesterday: 'sum(rate(instance_request_duration_seconds_count{version="stable"}[1h] offset 1d))',
      }),
    ],
  },
];

const clicks = of('ui_clicks_total', { page: 'product' }, ['element']);

const faults: Case[] = [
  {
    title: 'Fault 1 · A button is covered',
    panels: [
      moved(
        'Clicks by page',
        'Drift clicks-shift: on small screens the button to buy of the product page is covered.',
        {
          current: of('ui_clicks_total', {}, ['element']),
          groupBy: ['page'],
        }
      ),
      which('Product page: which element', 'Look for: half as many on “buy”, twice as many on “help”.', {
        current: clicks,
      }),
    ],
  },
  {
    title: 'Fault 2 · An autoscaler that asks for too little',
    panels: [
      moved(
        'How much more CPU than predicted',
        'Wasserstein distance in the unit of the metric: by how much the use would have to move on average. Drift under-provisioned. Look for: about 0.18 for api.',
        {
          current: of('cpu_usage_ratio'),
          baseline: { kind: 'cohort', metric: 'cpu_usage_predicted_ratio' },
          groupBy: ['service'],
        },
        ['wasserstein']
      ),
      felt('Share of time above 80 % CPU', 'What it leads to.', 'percentunit', {
        '{{service}}':
          '1 - sum by (service) (rate(cpu_usage_ratio_bucket{le="0.8"}[15m])) / sum by (service) (rate(cpu_usage_ratio_count[15m]))',
      }),
    ],
  },
  {
    title: 'Fault 3 · A value that nobody knew, after a change of schema',
    panels: [
      moved(
        'Currencies never seen before',
        'The share of the rows. Nothing is injected unless you do: lab inject currency-renamed --for 1h writes eur in place of EUR, and KL without smoothing would be infinite.',
        { current: of('etl_currency_total', {}, ['currency']), groupBy: ['table'] },
        ['newMass']
      ),
      moved(
        'Currencies that have vanished',
        'The share that values had yesterday which are gone now.',
        { current: of('etl_currency_total', {}, ['currency']), groupBy: ['table'] },
        ['vanishedMass']
      ),
    ],
  },
  {
    title: 'Fault 4 · An archive leaves by the vpn',
    panels: [
      moved(
        'Packets that leave, by link',
        'KL from yesterday. Drift exfiltration, for two hours. Look for: vpn, and not the office.',
        { current: of('packet_size_bytes', { direction: 'out' }), groupBy: ['link'] },
        ['kl']
      ),
      which('vpn, out: which sizes', 'Look for: packets of full size.', {
        current: of('packet_size_bytes', { link: 'vpn', direction: 'out' }),
      }),
    ],
  },
  {
    title: 'Fault 5 · A pricing bug',
    panels: [
      moved(
        'Prices by region',
        'Against yesterday. Nothing is injected unless you do: lab inject pricing-bug --for 1h makes a seventh of all prices ten times as high.',
        { current: of('price_euros'), groupBy: ['region'], confidence: { band: false } }
      ),
      shape('Prices of the eu', 'Now and yesterday. With the bug there is a second hill at ten times the price.', {
        current: of('price_euros', { region: 'eu' }),
      }),
    ],
  },
];

/** A ready question for each layer, each use case, and each fault that breaks things in production. */
export function usecases(): Dashboard {
  const head = new Text()
    .title('')
    .description('How to use this page.')
    .transparent(true)
    .mode(TextMode.Markdown)
    .content(
      'One row for each layer, use case and fault. The description of a panel says what was injected into the lab and what to look for. To ask the same of your own metrics, copy a panel and change metric and labels.'
    )
    .height(2)
    .span(24);
  const start = board('usecases', 'Use cases', 'A ready question for each layer, use case and fault.')
    .time({ from: 'now-6h', to: 'now' })
    .refresh('')
    .variables(sources())
    .withPanel(head);
  return [...layers, ...useCases, ...faults]
    .reduce(
      (dashboard, { title, panels }) =>
        panels.reduce((filled, panel) => filled.withPanel(panel), dashboard.withRow(new RowBuilder(title))),
      start
    )
    .build();
}
