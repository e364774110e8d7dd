import { toSeconds } from './duration';
import { type CompleteEpisodes, completeEpisodes } from './episodes';
import { completeExemplars } from './exemplars';
import { completeExplain } from './explain';
import type { Exemplars, Explain, Ranking, SLO } from './options';
import { type Baseline, type Bins, type Confidence, type Format, type Question, type Scale, VERSION } from './query';
import { completeRanking } from './ranking';
import { completeSLO } from './slo';
import { type CompleteVerdict, completeVerdict } from './verdict';
import { type ViewInfo, type ViewWithOptions, formOf, isMoment, viewOrDefault } from './view';

/** Bins whose blanks are filled in. */
export type CompleteBins =
  | { kind: 'stored' }
  | { kind: 'quantiles' | 'top'; count: number }
  | { kind: 'equalWidth'; count: number; scale: Scale };

type WithoutDefault = 'smoothing' | 'threshold' | 'widenTo' | 'scrapeInterval';

/** What only some views have. It is there where it applies, and where it was given all the same. */
interface OfView {
  format?: Format;
  limit?: number;
  explain?: Required<Explain>;
  slo?: Required<SLO>;
  verdict?: CompleteVerdict;
  ranking?: Required<Ranking>;
  episodes?: CompleteEpisodes;
  exemplars?: Required<Exemplars>;
}

/** A question whose blanks are filled in. Only what has no default may be missing. */
export type CompleteQuestion = Required<Omit<Question, 'confidence' | 'bins' | WithoutDefault | keyof OfView>> &
  Pick<Question, WithoutDefault> & { confidence: Required<Confidence>; bins: CompleteBins } & OfView;

/** Most rows that a view returns unless a query says otherwise. */
export const DEFAULT_LIMIT = 100;

/** What a new query starts with. */
export const newQuestion: Question = {
  version: VERSION,
  current: { metric: '' },
  baseline: { kind: 'previous', offset: '1d' },
};

/** Fills in the defaults that the query layer applies to what is left out. */
export function withDefaults(question: Partial<Question>): CompleteQuestion {
  const window = question.window || '1h';
  const view = viewOrDefault(question);
  const instant = question.instant ?? isMoment(view);
  return {
    version: VERSION,
    view: question.view ?? 'divergence',
    current: question.current ?? { metric: '' },
    baseline: completeBaseline(question.baseline ?? { kind: 'previous' }, window),
    groupBy: question.groupBy ?? [],
    joint: question.joint ?? [],
    window,
    instant,
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
    alertOn: question.alertOn ?? view.statistics[0],
    scrapeInterval: question.scrapeInterval,
    format: question.format ?? formOf(view, instant),
    limit: question.limit ?? (view.limited ? DEFAULT_LIMIT : undefined),
    ...completeOptions(question, view, window),
  };
}

/** Fills in the options of the view, and of others only where they are given. */
function completeOptions(
  { explain, slo, verdict, ranking, episodes, exemplars }: Partial<Question>,
  { name }: ViewInfo,
  window: string
) {
  const has = (view: ViewWithOptions, options?: object) => view === name || options !== undefined;
  return {
    explain: has('explain', explain) ? completeExplain(explain) : undefined,
    slo: has('slo', slo) ? completeSLO(slo, window) : undefined,
    verdict: has('verdict', verdict) ? completeVerdict(verdict) : undefined,
    ranking: has('ranking', ranking) ? completeRanking(ranking) : undefined,
    episodes: has('episodes', episodes) ? completeEpisodes(episodes) : undefined,
    exemplars: has('exemplars', exemplars) ? completeExemplars(exemplars) : undefined,
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
