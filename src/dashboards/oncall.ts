import { type Dashboard, PanelBuilder as Panel, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Text, TextMode } from '@grafana/grafana-foundation-sdk/text';

import type { Question } from '../query/query';

import { board, docs, drill } from './board';
import { aside, byGroup, coloured, divergence, columns, joined, named, sorted, without } from './columns';
import { deploys, lyingBars, overTime, rateOverTime, rows, wide } from './panels';
import {
  deployVariable,
  inputs,
  model,
  models,
  modelVariables,
  objectives,
  scrape,
  service,
  services,
  serviceVariables,
  topFeatures,
} from './subjects';
import { ask, mixed, promql, promqlNow } from './target';
import { filters, sources } from './variables';

const yesterday = { kind: 'previous', offset: '1d' } as const;
const together = { ...models, baseline: yesterday, threshold: objectives.acute };
const latency = { ...services, threshold: objectives.services };

/** The service that is chosen above. */
const chosen = {
  ...services,
  current: { ...services.current, matchers: [{ label: '$serviceLabel', op: '=' as const, value: '$service' }] },
};

/** The feature that is chosen above. */
const feature = {
  ...inputs,
  current: {
    ...inputs.current,
    matchers: [
      { label: '$modelLabel', op: '=' as const, value: '$model' },
      { label: '$featureLabel', op: '=' as const, value: '$feature' },
    ],
  },
  baseline: yesterday,
  window: '1h',
};

const ofService = '$serviceLabel=${service:doublequote}';
const buckets = (le: string) => `sum by (le) (rate(\${services}_bucket{${ofService}, ${le}}[15m]))`;
const quantile = (q: number) => `histogram_quantile(${q}, ${buckets('le!=""')})`;

const debugService = drill('Which buckets moved', 'debug', {
  metric: '${services}',
  label: '${serviceLabel}',
  group: '${__value.raw:percentencode}',
  scrape: '${servicesScrape}',
});
const debugFeature = drill('Which buckets moved', 'debug', {
  metric: '${inputs}',
  label: '${featureLabel}',
  group: '${__value.raw:percentencode}',
  scrape: '${scrape}',
});
const look = (what: string) => drill(`Look at this ${what}`, 'oncall', { [what]: '${__value.raw:percentencode}' });

/** What goes on now, and where to go on: for who has been paged. */
export function oncall(): Dashboard {
  return board(
    'oncall',
    'On-call',
    'What has changed in the last minutes, whether users feel it, and which runbook helps.'
  )
    .time({ from: 'now-6h', to: 'now' })
    .variables([
      ...sources(),
      service('payment'),
      model('ranker'),
      topFeatures('$model'),
      filters(),
      ...serviceVariables(),
      ...modelVariables(),
      scrape(),
      deployVariable(),
    ])
    .annotation(deploys())
    .withPanel(
      new Panel()
        .type('alertlist')
        .title('Alerts')
        .description('Alerts of this plugin’s rules that fire or are about to. Each has its runbook among its links.')
        .options({
          viewMode: 'list',
          groupMode: 'default',
          groupBy: [],
          maxItems: 20,
          sortOrder: 3,
          dashboardAlerts: false,
          alertName: '',
          alertInstanceLabelFilter: '',
          folder: { title: 'Histodrift' },
          stateFilter: { firing: true, pending: true, noData: false, normal: false, error: true, recovering: true },
        })
        .height(8)
        .span(8)
    )
    .withPanel(
      justNow(
        'Services now',
        `Latency of the last 5 minutes and of the last hour against the same time yesterday (JS), and the share of requests that fail. Red is beyond ${objectives.services}, or more than 1 % failed. An empty cell has too few samples.`,
        latency,
        {
          label: '$serviceLabel',
          errors: '${serviceErrors:raw}',
          links: [look('service'), debugService],
        }
      )
    )
    .withPanel(
      justNow(
        'Models now',
        `All inputs of a model together, the last 5 minutes and the last hour against the same time yesterday (KL), and the share of requests that fail. Red is beyond ${objectives.acute}, or more than 1 % failed. An empty cell has too few samples.`,
        together,
        {
          label: '$modelLabel',
          errors: '${modelErrors:raw}',
          links: [look('model')],
        }
      )
    )
    .withRow(new RowBuilder('Since when'))
    .withPanel(
      overTime(
        'Services, last 15 minutes',
        'Latency of 15 minutes against the same time yesterday. It moves soon after a change. Purple lines are deploys.'
      )
        .withTarget(ask({ ...latency, window: '15m', confidence: { noiseFloor: false } }))
        .withTransformation(byGroup)
        .height(8)
        .span(8)
    )
    .withPanel(
      overTime(
        'Services, last hour',
        'Latency of an hour against the same time yesterday. It is slower than 15 minutes, and surer. Purple lines are deploys.'
      )
        .withTarget(ask({ ...latency, window: '1h', confidence: { noiseFloor: false } }))
        .withTransformation(byGroup)
        .height(8)
        .span(8)
    )
    .withPanel(
      overTime(
        'Models, last hour',
        'All inputs of each model together, an hour against the same time yesterday. Purple lines are deploys.'
      )
        .withTarget(ask({ ...together, window: '1h', confidence: { noiseFloor: false } }))
        .withTransformation(byGroup)
        .height(8)
        .span(8)
    )
    .withRow(new RowBuilder('Do users of $service feel it?'))
    .withPanel(
      rateOverTime(
        'p95 and p99 of $service',
        'Tail quantiles of 15 minutes, from the same histogram. Dashed: the same time yesterday.',
        's'
      )
        .withTarget(promql(quantile(0.95), 'p95', 'A'))
        .withTarget(promql(quantile(0.99), 'p99', 'B'))
        .withTarget(promql(yesterdays(quantile(0.95)), 'p95 yesterday', 'C'))
        .withTarget(promql(yesterdays(quantile(0.99)), 'p99 yesterday', 'D'))
        .overrideByRegexp('/yesterday/', dashed)
        .height(8)
        .span(8)
    )
    .withPanel(
      rateOverTime(
        'Above the last bound, $service',
        'Share of requests in the bucket up to +Inf. How far they moved within it no divergence can tell, so look at it beside. Dashed: the same time yesterday.',
        'percentunit'
      )
        .withTarget(promql(beyond, 'now', 'A'))
        .withTarget(promql(yesterdays(beyond), 'yesterday', 'B'))
        .overrideByRegexp('/yesterday/', dashed)
        .axisSoftMax(0.01)
        .decimals(2)
        .height(8)
        .span(8)
    )
    .withPanel(
      rateOverTime('Errors', 'Share of requests that fail, of each service and of each model.', 'percentunit')
        .withTarget(promql('${serviceErrors:raw}', '{{service}}', 'A'))
        .withTarget(promql('${modelErrors:raw}', 'model {{model}}', 'B'))
        .height(8)
        .span(8)
    )
    .withRow(new RowBuilder('What moved?'))
    .withPanel(
      lyingBars(
        'Buckets of $service',
        'What each bucket adds to KL in the last hour: to the right where it became more frequent, to the left where less.'
      )
        .withTarget(
          ask({ ...chosen, view: 'contributions', format: 'bars', measures: ['kl'], window: '1h', baseline: yesterday })
        )
        .height(11)
        .span(7)
    )
    .withPanel(
      rows(
        'Features',
        'Inputs of $model, an hour against the same time yesterday, with the 95 % band: the ten that changed most. The limit is 0.02. A click on the name shows its buckets.'
      )
        .withTarget(
          ask({
            ...inputs,
            current: {
              ...inputs.current,
              matchers: [{ label: '$modelLabel', op: '=', value: '$model' }],
            },
            view: 'ranking',
            groupBy: ['$featureLabel'],
            baseline: yesterday,
            window: '1h',
            threshold: objectives.features,
            limit: 10,
          })
        )
        .withTransformation(
          without('A', 'noise floor|n current|n baseline|p-value|q-value|changed|within|top bin share')
        )
        .withTransformation(named('A', divergence, 'KL'))
        .overrideByName('KL', coloured(objectives.features))
        .overrideByName('status', wide(80))
        .withOverride({
          matcher: { id: 'first' },
          properties: [{ id: 'links', value: [look('feature'), debugFeature] }, ...wide(130)],
        })
        .height(11)
        .span(10)
    )
    .withPanel(
      lyingBars(
        'Buckets of $feature',
        'What each bucket of the chosen input of $model adds to KL in the last hour: to the right where it became more frequent, to the left where less.'
      )
        .withTarget(ask({ ...feature, view: 'contributions', format: 'bars' }))
        .height(11)
        .span(7)
    )
    .withRow(new RowBuilder('What to do'))
    .withPanel(
      new Text()
        .title('Runbooks')
        .description('What to do about each kind of alert.')
        .mode(TextMode.Markdown)
        .content(
          [
            '| it fires | first look | runbook |',
            '|---|---|---|',
            ...runbooks.map(([name, what, first]) => `| ${what} | ${first} | [${name}](${docs}/runbooks/${name}.md) |`),
          ].join('\n')
        )
        .height(12)
        .span(24)
    )
    .build();
}

const runbooks = [
  ['page-service', 'latency and errors of a service', 'deploys above, then the buckets'],
  ['page-model', 'inputs and errors of a model', 'the features above'],
  ['page-canary', 'a canary fails', '[Canary](/d/histodrift-canary)'],
  ['page-burn', 'the budget burns fast', '[Executive](/d/histodrift-executive)'],
  ['service-divergence', 'latency of a service', 'the buckets above'],
  ['feature-divergence', 'one input of a model', '[Debug](/d/histodrift-debug)'],
  ['tenants-within', 'too many tenants', '[Tenants](/d/histodrift-tenants)'],
  ['source-dead', 'no data', 'the scrape targets'],
];

const failing = [
  { id: 'displayName', value: 'Failed' },
  { id: 'unit', value: 'percentunit' },
  { id: 'decimals', value: 2 },
  ...coloured(0.01),
];

const dashed = [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [6, 6] } }];

/** The share above the last finite bound: cumulative buckets are never larger than the next one. */
const beyond = `1 - max(${buckets('le!="+Inf"')}) / sum(${buckets('le="+Inf"')})`;

function yesterdays(expr: string): string {
  return expr.replaceAll('[15m]', '[15m] offset 1d');
}

/** Each group by its last five minutes and its last hour, with its errors beside. */
function justNow(
  title: string,
  about: string,
  question: Omit<Question, 'version'> & { threshold: number },
  { label, errors, links }: { label: string; errors: string; links: Array<ReturnType<typeof drill>> }
) {
  const ranked = { ...question, view: 'ranking', confidence: { noiseFloor: false } } as const;
  return rows(title, about)
    .datasource(mixed)
    .withTarget(ask({ ...ranked, window: '5m' }, 'five'))
    .withTarget(ask({ ...ranked, window: '1h' }, 'hour'))
    .withTarget(promqlNow(errors, 'errors'))
    .withTransformation(without('five', `status|lower.*|${aside}`))
    .withTransformation(named('five', divergence, '5 min'))
    .withTransformation(without('hour', `status|${aside}`))
    .withTransformation(named('hour', divergence, '1 h'))
    .withTransformation(named('hour', 'lower.*', 'at least'))
    .withTransformation(without('errors', 'Time'))
    .withTransformation(joined(label))
    .withTransformation(sorted('1 h'))
    .withTransformation(columns([label, '5 min', '1 h', 'at least', 'Value']))
    .overrideByRegexp('/^(5 min|1 h)$/', coloured(question.threshold))
    .overrideByRegexp('/^Value/', failing)
    .withOverride({ matcher: { id: 'first' }, properties: [{ id: 'links', value: links }] })
    .height(8)
    .span(8);
}
