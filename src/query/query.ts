import type { DataQuery } from '@grafana/schema';
import type { Episodes, Exemplars, Explain, Ranking, SLO, Verdict } from './options';

/** Version of the query JSON that this plugin writes. */
export const VERSION = 1;

/** A PromQL label matcher. */
export interface Matcher {
  label: string;
  op: MatcherOp;
  value: string;
}

export const matcherOps = ['=', '!=', '=~', '!~'] as const;
export type MatcherOp = (typeof matcherOps)[number];

export type SeriesType = 'auto' | 'classic' | 'native' | 'categoryCounter' | 'categoryGauge';

/** The series of one side: a metric and its matchers, or an expression in their place. */
export interface Selection {
  /** A histogram, without _bucket; with `category`, a counter or gauge. */
  metric?: string;
  type?: SeriesType;
  /** Labels whose values are the bins. Histograms have none. */
  category?: string[];
  matchers?: Matcher[];
  /** PromQL with macros. */
  expr?: string;
}

/** Times, (from, to]. */
export interface Interval {
  from: string;
  to: string;
}

/** Times that a baseline leaves out. */
export interface LeftOut {
  exclude?: Interval[];
  /** PromQL that is true while the baseline is left out. */
  mute?: string;
}

/** The window that ends `offset` before the point. */
export interface PreviousBaseline extends LeftOut {
  kind: 'previous';
  /** At least the window, so that current never lies in its own baseline. */
  offset?: string;
  /** Default: the query's window. */
  window?: string;
}

/** The windows at the same hours before, together. */
export interface SeasonalBaseline extends LeftOut {
  kind: 'seasonal';
  /** Distance of the windows; at least the window. */
  period?: string;
  /** How many windows. */
  count?: number;
}

/** An absolute range of time. */
export interface FixedBaseline extends LeftOut {
  kind: 'fixed';
  from: string;
  to: string;
}

/** The same time, other series. What is left out is as in current. */
export interface CohortBaseline extends Selection, LeftOut {
  kind: 'cohort';
}

/** The same time, all other groups together. */
export interface RestBaseline extends LeftOut {
  kind: 'rest';
}

/** A bin of a static baseline: one value for each category label; a single one may stand alone. */
export type Category = string | string[];

/** A distribution written down, by bounds or by categories. */
export interface StaticBaseline {
  kind: 'static';
  /** Upper bounds, ascending. There is one weight more: for what lies above the last. */
  bounds?: number[];
  categories?: Category[];
  weights: number[];
  /** How many samples the weights come from. Default: the weights are exact. */
  n?: number;
}

/** What the current window is compared with. */
export type Baseline =
  PreviousBaseline | SeasonalBaseline | FixedBaseline | CohortBaseline | RestBaseline | StaticBaseline;
export type BaselineKind = Baseline['kind'];

/** Which bins are compared. Stored bins can be joined, never split. */
export type Bins =
  | { kind: 'stored' }
  | { kind: 'quantiles'; count?: number }
  | { kind: 'equalWidth'; count?: number; scale?: Scale }
  | { kind: 'top'; count?: number };
export type BinsKind = Bins['kind'];
export type Scale = 'linear' | 'log';

/** What a query returns. */
export type View =
  | 'divergence'
  | 'contributions'
  | 'distributions'
  | 'ranking'
  | 'explain'
  | 'slo'
  | 'verdict'
  | 'episodes'
  | 'exemplars'
  | 'sensitivity';

/** Rows for people; one number for each group, or of distributions a numeric axis; rows for the Bar chart panel. */
export type Format = 'table' | 'numeric' | 'bars';

export type MeasureName =
  | 'kl'
  | 'klReverse'
  | 'psi'
  | 'js'
  | 'jsDistance'
  | 'tv'
  | 'hellinger'
  | 'wasserstein'
  | 'ks'
  | 'crossEntropy'
  | 'entropy'
  | 'g'
  | 'newMass'
  | 'vanishedMass';
export type Unit = 'nats' | 'bits';

/** How a divergence is estimated from counts. Only the corrected one has bands. */
export type EstimatorName = 'corrected' | 'none' | 'epsilon' | 'laplace' | 'jeffreys' | 'pool';

/** What shows how bursty the counts are; `by` names the label of instances. */
export type Replicates = 'auto' | 'cells' | 'none' | { by: string };

/** The number that alert rules see; which of them there are depends on the view. */
export type Statistic =
  | 'estimate'
  | 'lower'
  | 'upper'
  | 'aboveNormal'
  | 'samples'
  | 'contribution'
  | 'share'
  | 'from'
  | 'to'
  | 'attainment'
  | 'budget'
  | 'burnRate'
  | 'verdict'
  | 'needed';

/** How sure the answer has to be, and what of it is drawn. */
export interface Confidence {
  /** Two-sided level of the band: 0.8 to 0.999. */
  level?: number;
  band?: boolean;
  /** The divergence that no change at all would exceed in few windows. Default: as the band. */
  noiseFloor?: boolean;
  /** The range in which past windows lay. */
  expectedRange?: boolean;
}

/**
 * One question: has the current distribution of each group moved away from its baseline? Durations are as in PromQL
 * (5m, 1h30m, 7d). What is left out takes a default: see `withDefaults`.
 */
export interface Question {
  version: typeof VERSION;
  view?: View;
  current: Selection;
  baseline?: Baseline;
  /** Labels that make the groups: one divergence for each combination of their values. */
  groupBy?: string[];
  /** Labels that are part of the bin: the distribution is that of their values and the bins together. */
  joint?: string[];
  /** Length of time whose counts make one distribution. `$__range` is the panel's range. */
  window?: string;
  /** One value at the end of the range instead of a value for each point. The default depends on the view. */
  instant?: boolean;
  measures?: MeasureName[];
  estimator?: EstimatorName;
  /** Amount of the estimator: ε, events, or the fewest events of a bin. Default: the estimator's. */
  smoothing?: number;
  replicates?: Replicates;
  bins?: Bins;
  unit?: Unit;
  confidence?: Confidence;
  /** Fewest samples on each side; below it a point is empty. */
  minCount?: number;
  /** Longest window where `minCount` is not reached before. Default: the window. */
  widenTo?: string;
  /** The divergence that matters, in the query's unit. */
  threshold?: number;
  /** The number that alert rules see. The default depends on the view. */
  alertOn?: Statistic;
  /** Default: the data source's. */
  scrapeInterval?: string;
  /** The form of the answer of views that have two. */
  format?: Format;
  /** Most rows. */
  limit?: number;
  explain?: Explain;
  slo?: SLO;
  verdict?: Verdict;
  ranking?: Ranking;
  episodes?: Episodes;
  exemplars?: Exemplars;
}

/** The query as Grafana stores it: the question, and what Grafana keeps beside it. */
export interface HistodriftQuery extends DataQuery, Question {}
