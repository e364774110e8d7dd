import { toSeconds } from './duration';
import { type Baseline, type Confidence, type Question, VERSION } from './query';

/** A question whose blanks are filled in. Only what has no default may be missing. */
export type CompleteQuestion = Required<Omit<Question, 'confidence' | 'threshold' | 'scrapeInterval'>> &
  Pick<Question, 'threshold' | 'scrapeInterval'> & { confidence: Required<Confidence> };

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
    unit: question.unit ?? 'nats',
    confidence: { level: question.confidence?.level ?? 0.95, band: question.confidence?.band ?? true },
    minCount: question.minCount ?? 100,
    threshold: question.threshold,
    alertOn: question.alertOn ?? 'estimate',
    scrapeInterval: question.scrapeInterval,
  };
}

function completeBaseline(baseline: Baseline, window: string): Baseline {
  if (baseline.kind !== 'previous') {
    return baseline;
  }
  return { kind: 'previous', offset: baseline.offset || defaultOffset(window), window: baseline.window || window };
}

/** A day, or the window where that is longer: the default never overlaps. */
export function defaultOffset(window: string): string {
  const seconds = toSeconds(window);
  return seconds === undefined || seconds > 86_400 ? window : '1d';
}
