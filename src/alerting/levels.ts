// Levels, windows and waits of the shipped rules. docs/false-pages.md has the table they are chosen from: what each would
// have sent in 30 days without any drift, and how soon it tells a drift of 0.02, 0.05 and 0.2 nats of KL. Of a small change JS
// is a quarter of KL: levels of JS are a quarter of what one would take for KL.

/** Something users may feel, right now: JS of services, KL of a model's inputs. */
export const acute = { window: '15m', level: 0.01, inputs: 0.02, for: '5m', keepFiringFor: '15m' };

/** A change that is real, whether anybody feels it or not, in JS. */
export const changed = { window: '1h', level: 0.005, for: '10m', keepFiringFor: '30m' };

/** Features of a model, a day at a time: a level of 0.01 tells a drift of 0.02, the objective of a feature. */
export const feature = { window: '1d', level: 0.01, for: '15m', keepFiringFor: '1h' };

/** The inputs of a model together, and its scores, a week at a time. */
export const weekly = { window: '7d', inputs: 0.05, scores: 0.02, labels: 0.02, for: '30m', keepFiringFor: '6h' };

/** The share of tenants that may be farther than `limit` from what they were. */
export const tenants = { limit: 0.1, target: 0.95, window: '1h', for: '15m', keepFiringFor: '1h' };

/** A canary against stable: KL of an hour, and of the verdict on the `since` seconds before, and the logarithm of how its share of the traffic changed. */
export const canary = { window: '1h', since: 7200, level: 0.03, parity: 0.4, for: '5m', keepFiringFor: '15m' };

/** Values that nobody had on the day before yesterday, as a share of all. An hour as baseline would miss rare ones. */
export const newValues = { window: '1h', baseline: '1d', level: 0.01, for: '5m', keepFiringFor: '30m' };

/**
 * The budget of windows beyond the objective: 5 % of a month's. A window counts by its estimate, so it has to hold enough
 * samples for the estimate of no change to stay below the objective.
 */
export const budget = {
  objective: 0.005,
  window: '1h',
  minCount: 1000,
  slo: { period: '30d', target: 0.95 },
  fast: { long: '2h', short: '1h', rate: 14.4 },
  slow: { long: '1d', short: '2h', rate: 3 },
};

/** What users feel: errors above one in a hundred and three times as many as yesterday at this time, among enough requests to tell. */
export const impact = { least: 0.01, factor: 3, window: '5m', usual: '1h', requests: 100 };

/** An alert ends when the number has fallen to this part of the level: it does not come and go at the level. */
export const recovers = 0.5;
