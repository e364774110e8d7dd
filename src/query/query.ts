import type { DataQuery } from '@grafana/schema';

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

/** The series of one side. */
export interface Selection {
  /** A classic histogram, without _bucket. */
  metric: string;
  matchers?: Matcher[];
}

/** The window that ends `offset` before the point. */
export interface PreviousBaseline {
  kind: 'previous';
  /** At least the window, so that current never lies in its own baseline. */
  offset?: string;
  /** Default: the query's window. */
  window?: string;
}

/** An absolute range of time. */
export interface FixedBaseline {
  kind: 'fixed';
  from: string;
  to: string;
}

/** The same time, other series. What is left out is as in current. */
export interface CohortBaseline {
  kind: 'cohort';
  metric?: string;
  matchers?: Matcher[];
}

/** What the current window is compared with. */
export type Baseline = PreviousBaseline | FixedBaseline | CohortBaseline;
export type BaselineKind = Baseline['kind'];

export type View = 'divergence';
export type MeasureName = 'kl' | 'klReverse' | 'js';
export type Unit = 'nats' | 'bits';
export type Statistic = 'estimate' | 'lower' | 'upper';

/** How sure the answer has to be, and whether the band is drawn. */
export interface Confidence {
  /** Two-sided level of the band: 0.8 to 0.999. */
  level?: number;
  band?: boolean;
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
  /** Length of time whose counts make one distribution. `$__range` is the panel's range. */
  window?: string;
  /** One value at the end of the range instead of a value for each point. */
  instant?: boolean;
  measures?: MeasureName[];
  unit?: Unit;
  confidence?: Confidence;
  /** Fewest samples on each side; below it a point is empty. */
  minCount?: number;
  /** The divergence that matters, in the query's unit. */
  threshold?: number;
  /** The number that alert rules see. */
  alertOn?: Statistic;
  /** Default: the data source's. */
  scrapeInterval?: string;
}

/** The query as Grafana stores it: the question, and what Grafana keeps beside it. */
export interface HistodriftQuery extends DataQuery, Question {}
