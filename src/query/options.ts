/** Which labels may account for a change. */
export interface Explain {
  /** Default: those found in the series. */
  labels?: string[];
  /** Values of a label that are told apart, those with most samples; the others are one. */
  maxValues?: number;
}

/** An objective: a share of windows or groups whose divergence stays at or below the threshold. */
export interface SLO {
  /** Share that has to be within, such as 0.95. */
  target?: number;
  /** Windows of each group over the period, or groups at each time. */
  over?: Over;
  period?: string;
  /** Window of the burn rate that tells whether it matters. */
  long?: string;
  /** Window of the burn rate that tells whether it still goes on. */
  short?: string;
}

export type Over = 'windows' | 'groups';

/** How a change is judged that is looked at again and again, such as a canary. */
export interface Verdict {
  /** When it began. Default: where the range begins. */
  since?: string;
  /** Only a change for the worse fails. */
  worse?: Worse;
  parity?: Parity;
}

/** Which way is worse. */
export interface Worse {
  statistic?: 'mean' | 'quantile';
  /** Of the statistic quantile. */
  quantile?: number;
  direction?: 'up' | 'down';
}

/** What traffic the two sides should have. */
export interface Parity {
  /** Samples of current for each of the baseline, such as 0.05. 0: not checked. */
  ratio?: number;
  /** Relative deviation of the ratio that is taken for granted. */
  tolerance?: number;
  /** Labels whose mix should be the same on both sides, such as route. */
  labels?: string[];
}

/** How groups that changed are told from noise. */
export interface Ranking {
  /** Share of false alarms among the groups that are marked. */
  falseDiscovery?: number;
}

/** When a drift begins and ends. */
export interface Episodes {
  /** Part of the threshold under which the estimate has to fall for an episode to end. */
  leave?: number;
  /** Time between two episodes up to which they are one. */
  gap?: string;
  /** Shortest episode that counts. */
  least?: string;
}

/** Which exemplars are returned. */
export interface Exemplars {
  /** How many of the bins that contribute most are searched. */
  bins?: number;
}
