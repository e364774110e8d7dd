/** What a field means, and a value it may have. */
export interface HelpText {
  text: string;
  example?: string;
}

/** What each field means. */
export const helpTexts = {
  metric: {
    text: 'The histogram whose distribution is watched, without _bucket.',
    example: 'http_request_duration_seconds',
  },
  matchers: { text: 'Which of its series are the current side.', example: 'job = api' },
  groupBy: {
    text: 'One divergence for each combination of the values of these labels. None: one for all series together.',
    example: 'service',
  },
  baseline: {
    text: 'What the current window is compared with. Group labels join the two sides.',
    example: 'Earlier: the same hour a day before',
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
    text: 'Another histogram at the same time. Default: the metric of the current side.',
    example: 'predicted_latency_seconds',
  },
  cohortMatchers: {
    text: 'What is different on the baseline side. It keeps the current matchers on all other labels.',
    example: 'version = stable',
  },
  window: {
    text: 'Length of time whose samples make one distribution. Longer is steadier and slower to react. $__range is the range of the panel.',
    example: '1h',
  },
  measures: {
    text: 'How the distance is measured. Use JS where the band or the upper limit matters: it always has one. Avoid KL with few samples, and for readers who do not know it.',
    example: 'KL',
  },
  unit: { text: 'Nats use the natural logarithm, bits the binary one: 1 bit is 0.693 nats.', example: 'nats' },
  level: {
    text: 'How sure the band is: at 95 %, one band in twenty misses the true divergence. The band counts independent events, so bursty traffic needs a higher level or longer windows.',
    example: '95',
  },
  band: {
    text: 'Draw the confidence band. With a single value and the band off, only the value is returned, which suits Stat and Bar gauge.',
  },
  minCount: {
    text: 'Minimum samples on each side. A group with fewer is null: a gap in a panel, “no data” in an alert rule, so set the rule’s no-data state to OK.',
    example: '100',
  },
  threshold: {
    text: 'The divergence that matters to you, drawn as a dashed line.',
    example: '0.03',
  },
  alertOn: {
    text: 'The number that alert rules see. The lower limit fires only when the drift is certain, the upper one as soon as it is possible. A group with too few samples is null, which a rule sees as “no data”: set its no-data state to OK.',
    example: 'lower',
  },
  instant: { text: 'One value at the end of the range instead of a curve: for stats, tables and lean alert rules.' },
  scrapeInterval: { text: 'How often the metric is scraped. Default: as in the data source.', example: '30s' },
} satisfies Record<string, HelpText>;

export type HelpTopic = keyof typeof helpTexts;
