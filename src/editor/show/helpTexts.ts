/** What each field of the view means. */
export const viewHelpTexts = {
  view: {
    text: 'What the query returns. Whatever it is, it is about the same question, and the same query gives the same number in each view. What does not apply to a view is put aside, and is there again with the view that it belongs to.',
    example: 'Divergence: how far each group has moved, over time',
  },
  instant: {
    text: 'One value at the end of the range instead of a curve: for stats, tables and lean alert rules.',
    example: 'on, for a Stat panel',
  },
  format: {
    text: 'A table has the columns that a person wants to see. Alert rules and expressions need one number for each group. Of distributions, the Trend panel needs a numeric axis.',
    example: 'For alert rules: one number for each group, with its labels',
  },
  alertOn: {
    text: 'The number that alert rules see. The lower limit fires only when the drift is certain, the upper one as soon as it is possible. Above normal is how far the estimate lies above the expected range, 0 within it; it reads 7 more days. Attainment is one number for all groups of a ranking: the share within the threshold. Samples is how many the current window holds, for the text of an alert. A group with too few samples is null, which a rule sees as “no data”: set its no-data state to OK.',
    example: 'Lower limit',
  },
  limit: {
    text: 'The most rows that are returned, 1 to 10,000. What is left out is counted in a notice.',
    example: '20: the twenty groups that moved most',
  },
  misfits: {
    text: 'Something in this query belongs to another view, so that it can’t run.',
    example: 'verdict, in the view Divergence',
  },
  explainLabels: {
    text: 'Labels of the series whose values may account for the change. Not those that make the groups or bins.',
    example: 'region, version',
  },
  explainMaxValues: {
    text: 'How many values of a label are told apart, those with most samples; the others count as one. 2 to 500.',
    example: '20',
  },
  sloTarget: {
    text: 'The share that has to be at or below the threshold. What is above it uses up the error budget.',
    example: '95 %: one window in twenty may be above',
  },
  sloOver: {
    text: 'Windows: how often each group was within, over the period. Groups: how many of those that can be judged are within, at each time.',
    example: 'groups: 95 % of the tenants',
  },
  sloPeriod: { text: 'The time for which the error budget is there.', example: '30d' },
  sloLong: {
    text: 'The burn rate over this window tells whether it matters. At 1, the budget is used up by the end of the period.',
    example: '1d',
  },
  sloShort: {
    text: 'The burn rate over this window tells whether it still goes on. Rules see the lower of the two.',
    example: '2h',
  },
  falseDiscovery: {
    text: 'The share of false alarms among the groups that are marked as changed. With hundreds of groups, some look changed by chance: this keeps them few (Benjamini–Hochberg).',
    example: '5 %',
  },
  verdictSince: {
    text: 'When the rollout began, in UTC. From then on all samples count together, so that a verdict may be looked at as often as one likes. Default: where the range begins.',
    example: '2026-11-01T08:00:00Z, or ${__from:date:iso}',
  },
  verdictWorse: {
    text: 'Any change fails, or only one for the worse, by the mean or a percentile. Categories have no better and worse.',
    example: 'A higher mean, for latencies',
  },
  verdictQuantile: { text: 'The percentile that must not become worse.', example: '95' },
  parityRatio: {
    text: 'How many samples current should have for each of the baseline. A canary that gets other traffic than it should can’t be judged.',
    example: '0.05, for a canary of 5 % beside 100 %',
  },
  parityTolerance: { text: 'How far the ratio may be off, relative to itself. Default: 20 %.', example: '20' },
  parityLabels: {
    text: 'Labels whose mix should be the same on both sides. Not those that make the groups.',
    example: 'route',
  },
  episodesLeave: {
    text: 'An episode begins above the threshold, and ends once the estimate falls under this part of it. So a divergence that dances around the threshold is one episode.',
    example: '50 %: half the threshold',
  },
  episodesGap: { text: 'Episodes that are no further apart than this are one.', example: '30m' },
  episodesLeast: { text: 'Shorter episodes do not count.', example: '10m' },
  exemplarBins: {
    text: 'How many of the bins that contribute most are searched for exemplars, 1 to 50.',
    example: '3',
  },
};
