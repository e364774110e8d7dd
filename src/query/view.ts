import { isPlugIn } from './estimator';
import { canBeOrdered } from './joint';
import { measureOf } from './measure';
import type { EstimatorName, Format, MeasureName, Question, Selection, Statistic, View } from './query';
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
  /** The forms of its answer for a moment, the default first, unless it has one of its own. */
  formats?: readonly Format[];
  /** Without a format, its answer has a form of its own. */
  ownForm?: true;
  /** It has rows to be limited. */
  limited?: true;
  /** It tells good from bad. */
  needsThreshold?: true;
  /** It tells one story, and so is of one measure. */
  ofOneMeasure?: true;
  /** It is about numbers, so that categories have none. */
  needsOrder?: true;
  /** Its windows are as long as they are, and the same for every panel and rule. */
  fixedWindow?: true;
  /** It has no place for an expected range. */
  withoutNormal?: true;
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
    statistics: ['estimate', 'lower', 'upper', 'aboveNormal', 'samples'],
  },
  {
    name: 'contributions',
    label: 'Contributions',
    description: 'What each bin adds to the divergence, the most first',
    panels: 'Table, or Bar chart with the format Bars; over time, Time series',
    times: ['moment', 'range'],
    statistics: ['contribution', 'share', 'from', 'to'],
    formats: ['table', 'numeric', 'bars'],
    limited: true,
  },
  {
    name: 'distributions',
    label: 'Distributions',
    description: 'Both sides, bin by bin',
    panels: 'Table, Bar chart with the format Bars, or Trend with a numeric axis',
    times: ['moment'],
    statistics: ['estimate'],
    formats: ['table', 'numeric', 'bars'],
  },
  {
    name: 'ranking',
    label: 'Ranking',
    description: 'Groups by how far they moved, with those that may be noise told apart',
    panels: 'Table or Bar gauge',
    times: ['moment'],
    statistics: ['estimate', 'lower', 'upper', 'attainment'],
    formats: ['table', 'numeric'],
    limited: true,
    withoutNormal: true,
  },
  {
    name: 'explain',
    label: 'Explanation',
    description: 'Which label, and which of its values, accounts for the change',
    panels: 'Table or Bar chart',
    times: ['moment'],
    statistics: ['share'],
    formats: ['table', 'numeric'],
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
    fixedWindow: true,
    withoutNormal: true,
  },
  {
    name: 'verdict',
    label: 'Verdict',
    description: 'Pass, fail or inconclusive, however often one looks',
    panels: 'Stat or Table; over time, State timeline',
    times: ['moment', 'range'],
    statistics: ['verdict', 'estimate', 'lower', 'upper', 'needed'],
    formats: ['table', 'numeric'],
    needsThreshold: true,
    ofOneMeasure: true,
    fixedWindow: true,
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
    withoutNormal: true,
  },
  {
    name: 'exemplars',
    label: 'Exemplars',
    description: 'Single requests from the bins that contribute most, with their traces',
    panels: 'Time series, over the graph of another query; or Table',
    times: ['moment'],
    statistics: ['estimate'],
    formats: ['table'],
    ownForm: true,
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

/** The form of an answer that a query says nothing about. */
export function formOf({ formats, ownForm }: ViewInfo, instant: boolean): Format | undefined {
  return instant && !ownForm ? formats?.[0] : undefined;
}

/** Whether a view can be of a measure: some parts are no sum, only KL has a chain rule, and a verdict follows from limits. */
export function canBeIn({ name }: ViewInfo, measure: MeasureName): boolean {
  switch (name) {
    case 'contributions':
    case 'exemplars':
      return !measureOf(measure)?.indivisible;
    case 'explain':
      return measure === 'kl';
    case 'verdict':
      return !measureOf(measure)?.bandless;
    default:
      return true;
  }
}

/** Whether a view can be of an estimator: only the corrected one has limits, and a chain rule that is exact. */
export function canEstimate({ name }: ViewInfo, estimator: EstimatorName): boolean {
  return (name !== 'verdict' && name !== 'explain') || !isPlugIn(estimator);
}

/** Whether an answer can have a form: categories have no place on an axis of numbers. */
export function canForm({ name }: ViewInfo, format: Format, bins: { current: Selection; joint?: string[] }): boolean {
  return !(name === 'distributions' && format === 'numeric' && !canBeOrdered(bins));
}

/** Whether there is anything to choose between one moment and all. */
export function hasBothTimes(view: ViewInfo): boolean {
  return view.times.length > 1;
}

/** Whether a view applies: categories have no coarser bins, and no exemplars. */
export function canShow(view: View, current: Selection): boolean {
  return !viewOf(view)?.needsOrder || binsAre(current) !== 'categories';
}
