import { toSeconds } from './duration';
import { type Baseline, type Bins, type Confidence, type Question, type Scale, VERSION } from './query';

/** Bins whose blanks are filled in. */
export type CompleteBins =
  | { kind: 'stored' }
  | { kind: 'quantiles' | 'top'; count: number }
  | { kind: 'equalWidth'; count: number; scale: Scale };

type WithoutDefault = 'smoothing' | 'threshold' | 'widenTo' | 'scrapeInterval';

/** A question whose blanks are filled in. Only what has no default may be missing. */
export type CompleteQuestion = Required<Omit<Question, 'confidence' | 'bins' | WithoutDefault>> &
  Pick<Question, WithoutDefault> & { confidence: Required<Confidence>; bins: CompleteBins };

/** What a new query starts with. */
export const newQuestion: Question = {
  version: VERSION,
  current: { metric: '' },
  baseline: { kind: 'previous', offset: '1d' },
};

/** Fills in the defaults that the query layer applies to what is left out. */
export function withDefaults(question: Partial<Question>): CompleteQuestion {
  const window = question.window || '1h';
  return {
    version: VERSION,
    view: question.view ?? 'divergence',
    current: question.current ?? { metric: '' },
    baseline: completeBaseline(question.baseline ?? { kind: 'previous' }, window),
    groupBy: question.groupBy ?? [],
    window,
    instant: question.instant ?? false,
    measures: question.measures?.length ? question.measures : ['kl'],
    estimator: question.estimator ?? 'corrected',
    smoothing: question.smoothing,
    replicates: question.replicates ?? 'auto',
    bins: completeBins(question.bins),
    unit: question.unit ?? 'nats',
    confidence: completeConfidence(question.confidence),
    minCount: question.minCount ?? 100,
    widenTo: question.widenTo,
    threshold: question.threshold,
    alertOn: question.alertOn ?? 'estimate',
    scrapeInterval: question.scrapeInterval,
  };
}

function completeConfidence({ level = 0.95, band = true, noiseFloor = band, expectedRange = false }: Confidence = {}) {
  return { level, band, noiseFloor, expectedRange };
}

function completeBaseline(baseline: Baseline, window: string): Baseline {
  switch (baseline.kind) {
    case 'previous':
      return { ...baseline, offset: baseline.offset || defaultOffset(window), window: baseline.window || window };
    case 'seasonal':
      return { ...baseline, period: baseline.period || defaultPeriod(window), count: baseline.count ?? 4 };
    default:
      return baseline;
  }
}

/** A week, or the window where that is longer. */
export function defaultPeriod(window: string): string {
  return (toSeconds(window) ?? 0) > 604_800 ? window : '7d';
}

function completeBins(bins: Bins = { kind: 'stored' }): CompleteBins {
  switch (bins.kind) {
    case 'quantiles':
      return { kind: bins.kind, count: bins.count ?? 10 };
    case 'equalWidth':
      return { kind: bins.kind, count: bins.count ?? 10, scale: bins.scale ?? 'linear' };
    case 'top':
      return { kind: bins.kind, count: bins.count ?? 20 };
    default:
      return bins;
  }
}

/** A day, or the window where that is longer: the default never overlaps. */
export function defaultOffset(window: string): string {
  const seconds = toSeconds(window);
  return seconds === undefined || seconds > 86_400 ? window : '1d';
}
