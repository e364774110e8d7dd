import type { Question, Selection, Statistic, View } from './query';
import { binsAre } from './source';

/** Views that have options have them in a field of their own name. */
export const viewsWithOptions = ['explain', 'slo', 'verdict', 'ranking', 'episodes', 'exemplars'] as const;
export type ViewWithOptions = (typeof viewsWithOptions)[number];

/** A view as people read it, and what applies to it. */
export interface ViewInfo {
  name: View;
  /** For menus. */
  label: string;
  description: string;
  /** The panels that draw it. */
  panels: string;
  /** Whether it is about one moment, the end of the range, or about each point of time; or can be both, the default first. */
  times: readonly Times[];
  /** The numbers that alert rules can see, the default first. */
  statistics: readonly Statistic[];
  /** It has rows, and one number for each group. */
  formatted?: true;
  /** It has rows to be limited. */
  limited?: true;
  /** It tells good from bad. */
  needsThreshold?: true;
  /** It tells one story, and so is of one measure. */
  ofOneMeasure?: true;
  /** It is about numbers, so that categories have none. */
  needsOrder?: true;
}

type Times = 'moment' | 'range';

/** The views, in the order of the menu. */
export const views: ViewInfo[] = [
  {
    name: 'divergence',
    label: 'Divergence',
    description: 'How far each group has moved, with its band',
    panels: 'Time series; with a single value, Stat or Bar gauge',
    times: ['range', 'moment'],
    statistics: ['estimate', 'lower', 'upper', 'aboveNormal'],
  },
  {
    name: 'contributions',
    label: 'Contributions',
    description: 'What each bin adds to the divergence, the most first',
    panels: 'Bar chart or Table; over time, Heatmap',
    times: ['moment', 'range'],
    statistics: ['contribution', 'share', 'from', 'to'],
    formatted: true,
    limited: true,
  },
  {
    name: 'distributions',
    label: 'Distributions',
    description: 'Both sides, bin by bin',
    panels: 'Bar chart; with a numeric axis, Trend',
    times: ['moment'],
    statistics: ['estimate'],
    formatted: true,
  },
  {
    name: 'ranking',
    label: 'Ranking',
    description: 'Groups by how far they moved, with those that may be noise told apart',
    panels: 'Table or Bar gauge',
    times: ['moment'],
    statistics: ['estimate', 'lower', 'upper'],
    formatted: true,
    limited: true,
  },
  {
    name: 'explain',
    label: 'Explanation',
    description: 'Which label, and which of its values, accounts for the change',
    panels: 'Table or Bar chart',
    times: ['moment'],
    statistics: ['share'],
    formatted: true,
    limited: true,
    ofOneMeasure: true,
  },
  {
    name: 'slo',
    label: 'Objective',
    description: 'The share of windows or groups within the threshold, and the error budget left',
    panels: 'Time series; with a single value, Stat or Gauge',
    times: ['range', 'moment'],
    statistics: ['attainment', 'budget', 'burnRate'],
    needsThreshold: true,
    ofOneMeasure: true,
  },
  {
    name: 'verdict',
    label: 'Verdict',
    description: 'Pass, fail or inconclusive, however often one looks',
    panels: 'Stat or Table; over time, State timeline',
    times: ['moment', 'range'],
    statistics: ['verdict', 'estimate', 'lower', 'upper', 'needed'],
    formatted: true,
    needsThreshold: true,
    ofOneMeasure: true,
  },
  {
    name: 'episodes',
    label: 'Episodes',
    description: 'From when to when the divergence was above the threshold',
    panels: 'Table; or annotations of the dashboard',
    times: ['range'],
    statistics: ['estimate', 'lower'],
    limited: true,
    needsThreshold: true,
    ofOneMeasure: true,
  },
  {
    name: 'exemplars',
    label: 'Exemplars',
    description: 'Single requests from the bins that contribute most, with their traces',
    panels: 'Table',
    times: ['moment'],
    statistics: ['estimate'],
    limited: true,
    ofOneMeasure: true,
    needsOrder: true,
  },
  {
    name: 'sensitivity',
    label: 'Sensitivity to bins',
    description: 'The divergence at full, half and quarter resolution: where the lines agree, the bins do not matter',
    panels: 'Time series',
    times: ['range', 'moment'],
    statistics: ['estimate', 'lower', 'upper', 'aboveNormal'],
    needsOrder: true,
  },
];

/** A view by its name; undefined for one that is not known. */
export function viewOf(name: View): ViewInfo | undefined {
  return views.find((view) => view.name === name);
}

/** The view of a question, or the divergence, where the view is not known. */
export function viewOrDefault({ view = 'divergence' }: Pick<Question, 'view'>): ViewInfo {
  return viewOf(view) ?? views[0];
}

/** Whether a view is about the end of the range unless a query says otherwise. */
export function isMoment(view: ViewInfo): boolean {
  return view.times[0] === 'moment';
}

/** Whether there is anything to choose between one moment and all. */
export function hasBothTimes(view: ViewInfo): boolean {
  return view.times.length > 1;
}

/** Whether a view applies: categories have no coarser bins, and no exemplars. */
export function canShow(view: View, current: Selection): boolean {
  return !viewOf(view)?.needsOrder || binsAre(current) !== 'categories';
}
