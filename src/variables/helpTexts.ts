/** What each field of a dashboard variable means. */
export const variableHelpTexts = {
  variableKind: {
    text: 'What the variable offers. All but the groups are looked up by name, at most 1,000 of them.',
    example: 'Groups that moved most: the ten tenants to look at first',
  },
  variableSort: {
    text: 'Histograms, or the counters and gauges whose labels say what was counted.',
    example: 'Histograms',
  },
  variableSearch: { text: 'A part of the name. The server does the searching.', example: 'duration' },
  variableMetric: {
    text: 'The metric whose series are looked at. Default: all of them.',
    example: 'http_request_duration_seconds',
  },
  variableMatchers: { text: 'Which of its series. Other variables can be used as values.', example: 'job = $job' },
  variableLabel: { text: 'The label whose values are offered.', example: 'service' },
  variableGroupLabel: {
    text: 'The group-by label whose values are offered: that of the most divergent group first, as many as there are rows. Groups with too few samples are none of them.',
    example: 'tenant',
  },
};
