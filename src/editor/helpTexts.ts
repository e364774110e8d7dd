import { variableHelpTexts } from '../variables/helpTexts';
import { viewHelpTexts } from './show/helpTexts';

/** What a field means, and a value it may have. */
export interface HelpText {
  text: string;
  example: string;
}

/** What each field means. */
export const helpTexts = {
  source: {
    text: 'Where the counts come from: the buckets of a histogram; a counter or gauge whose label values are the bins; or PromQL of your own, which starts as what the fields stand for.',
    example: 'Categories: orders_total by country',
  },
  metric: {
    text: 'The histogram, classic or native, whose distribution is watched, without _bucket.',
    example: 'http_request_duration_seconds',
  },
  matchers: { text: 'Which of its series are the current side.', example: 'job = api' },
  histogramType: {
    text: 'Which format to read where the metric has both. Auto asks the server; native includes custom buckets.',
    example: 'native',
  },
  categoryMetric: {
    text: 'A counter or gauge whose labels say what was counted.',
    example: 'orders_total',
  },
  category: {
    text: 'Labels whose values are the bins. Several make a joint distribution: one bin for each combination.',
    example: 'country, device',
  },
  categoryType: {
    text: 'A counter counts events, a gauge holds a level, of which the mean over the window is taken. Auto asks the server.',
    example: 'counter',
  },
  expr: {
    text: 'PromQL that yields the counts of the window: buckets with le, native histograms, or one series for each category. Keep the group-by labels in it, and that of instances where bursts are judged by label. $__window is the window, $__interval, $__rate_interval and $__range are as in Grafana. Ctrl+Enter or Shift+Enter runs it. The dashboard’s ad hoc filters are not added to PromQL, nor then to the other side: use a variable in it instead.',
    example: 'sum by (le) (increase(http_request_duration_seconds_bucket{job=~"$job"}[$__window]))',
  },
  exprCategory: {
    text: 'Labels of the result whose values are the bins. None where it has buckets with le or native histograms.',
    example: 'country',
  },
  groupBy: {
    text: 'One divergence for each combination of the values of these labels. None: one for all series together.',
    example: 'service',
  },
  joint: {
    text: 'Labels that are part of the bin instead of making groups: each group gets one divergence of all their values and buckets together. It is that of the mix of values, and that inside each value, weighted by its share of the current samples.',
    example: 'feature, grouped by model: one number for each model, over all its features',
  },
  baseline: {
    text: 'What the current window is compared with. Group labels join the two sides.',
    example: 'Earlier: the same hour a day before',
  },
  period: {
    text: 'How far the windows lie apart. At least the window, so that nothing is compared with itself.',
    example: '7d: the same hour every week',
  },
  seasonCount: {
    text: 'How many of them are taken together. More are steadier, and slower to learn what became normal. 1 to 100.',
    example: '4: the last four weeks',
  },
  offset: {
    text: 'How long before the point the baseline ends. At least the window, so that nothing is compared with itself.',
    example: '7d: the same time last week',
  },
  baselineWindow: {
    text: 'Length of the baseline. A longer one is less noisy. Default: as long as the window.',
    example: '1d',
  },
  from: { text: 'Start of the baseline, in UTC.', example: '2026-11-01T00:00:00Z' },
  to: { text: 'End of the baseline, in UTC.', example: '2026-11-08T00:00:00Z' },
  cohortMetric: {
    text: 'Another metric at the same time. Default: that of the current side, unless it is an expression.',
    example: 'predicted_latency_seconds',
  },
  cohortMatchers: {
    text: 'What is different on the baseline side. It keeps the current matchers on all other labels.',
    example: 'version = stable',
  },
  cohortWay: {
    text: 'By PromQL like the current side, or by a metric and matchers, which say all that there is to it.',
    example: 'Metric: predicted_latency_seconds',
  },
  cohortExpr: {
    text: 'PromQL of the baseline, with the same macros, group-by and category labels as the current one.',
    example: 'sum by (le) (increase(predicted_latency_seconds_bucket[$__window]))',
  },
  staticN: {
    text: 'How many samples the weights come from: the fewer, the wider the band. Left out, they are taken as exact.',
    example: '12000',
  },
  staticBins: {
    text: 'The bins and the weight of each, as counts or shares. A bound is the upper end of its bin; what lies above the last one has a weight of its own. Weights are not cumulative.',
    example: 'bound 0.5, weight 80: 80 samples above the bound before and up to 0.5',
  },
  paste: {
    text: 'Lines of bound (or category) and weight with a tab or comma between them, as from a spreadsheet; the last may be +Inf. Or JSON with bounds or categories, weights and, if you like, n. It takes the place of the rows.',
    example: '{"bounds": [0.1, 0.5], "weights": [120, 80, 3], "n": 203}',
  },
  exclude: {
    text: 'Times that the baseline leaves out, in UTC, such as incidents. Where it lies at the same time as current, both leave them out.',
    example: '2026-11-01T08:00:00Z to 2026-11-01T10:00:00Z',
  },
  mute: {
    text: 'PromQL that is true at times which the baseline leaves out: a comparison that holds, or a value other than 0.',
    example: 'promotion_active, or sum(deploys_running) > 0',
  },
  window: {
    text: 'Length of time whose samples make one distribution. Longer is steadier and slower to react. $__range is the range of the panel.',
    example: '1h',
  },
  measures: {
    text: 'How the distance is measured. JS is the one to begin with: it treats both sides alike and always has an upper limit. Do not use KL with few samples, where its noise is large; where values come and go, since it has no upper limit where the baseline has none of a value; where it must not matter which side is which; or for readers who do not know it: total variation, new and vanished mass are shares that need no mathematics. Wasserstein and Kolmogorov–Smirnov are about numbers, so categories have none.',
    example: 'JS for a dashboard, total variation for everybody',
  },
  estimator: {
    text: 'How shares are taken from counts. Corrected is free of the bias of small counts, always finite, and the only one with a band. The others are textbook values, to agree with other tools.',
    example: 'Laplace: one event more in each bin',
  },
  smoothing: {
    text: 'The smallest share, the events added to each bin, or the fewest events of a bin. The more, the closer to “no change”.',
    example: '0.0001 for shares, 1 for events added, 5 for the fewest events',
  },
  bins: {
    text: 'Bins can be joined, so that few samples suffice, but never split. Quantiles and equal width go by the stored bounds as nearly as they allow; the top categories leave one bin for all others.',
    example: 'Quantiles: ten bins that each hold a tenth of the baseline',
  },
  binCount: {
    text: 'How many bins there are at most, 2 to 500. Default: 10, or the top 20 categories.',
    example: '20',
  },
  scale: {
    text: 'Linear makes bins of equal width, log bins of equal ratio, which suits latencies and sizes.',
    example: 'log: 0.1, 0.2, 0.4, 0.8',
  },
  unit: { text: 'Nats use the natural logarithm, bits the binary one: 1 bit is 0.693 nats.', example: 'nats' },
  level: {
    text: 'How sure the band is: at 95 %, one band in twenty misses the true divergence. The noise floor has the same level.',
    example: '95',
  },
  band: {
    text: 'Draw the confidence band. With a single value and the band off, only the value is returned, which suits Stat and Bar gauge.',
    example: 'on',
  },
  noiseFloor: {
    text: 'Draw a dotted line at the divergence that no change at all would exceed in few of the windows: at 95 %, in 1 of 40. What lies under it is noise. Off above 3 groups. Default: as the band.',
    example: 'on',
  },
  expectedRange: {
    text: 'Draw the range in which the divergence of past windows lay, as a second, lighter band: what is normal here. It reads 7 more days. Off above 3 groups.',
    example: 'on',
  },
  replicates: {
    text: 'Events that come in bursts, such as retries or batches, spread further than independent ones, and widen the band. How much further is learned from stretches of the windows (cells), from whole windows of the baseline, or from instances. None takes events as independent: the band is then too narrow for bursty traffic.',
    example: 'By label: pod',
  },
  replicatesBy: {
    text: 'The label that tells instances apart. All of them should do the same work, and the more there are, the better. Not a group-by or category label.',
    example: 'pod',
  },
  minCount: {
    text: 'Minimum samples on each side. A group with fewer is null: a gap in a panel, “no data” in an alert rule, so set the rule’s no-data state to OK.',
    example: '100',
  },
  widenTo: {
    text: 'Where there are too few samples, the window may grow up to this length instead of giving up. At least the window. Default: it never grows.',
    example: '1d',
  },
  threshold: {
    text: 'The divergence that matters to you, drawn as a dashed line. Under the noise floor it means nothing; a word then says so.',
    example: '0.03',
  },
  scrapeInterval: { text: 'How often the metric is scraped. Default: as in the data source.', example: '30s' },
  ...viewHelpTexts,
  ...variableHelpTexts,
} satisfies Record<string, HelpText>;

export type HelpTopic = keyof typeof helpTexts;
