import { canJoin } from './bins';
import { estimatorOf } from './estimator';
import { canMeasure } from './measureProblems';
import type { Question } from './query';
import { canJudge } from './verdict';
import { type ViewInfo, canShow, viewOrDefault, viewsWithOptions } from './view';
import { emptyStatic, fitsStatic } from './written';

/** What may not apply to another view or source. */
export const fittedFields = [
  'view',
  'baseline',
  'measures',
  'estimator',
  'smoothing',
  'bins',
  'instant',
  'alertOn',
  'format',
  'limit',
  ...viewsWithOptions,
] as const satisfies Array<keyof Question>;

export type Fitted = Pick<Question, (typeof fittedFields)[number]>;

/** Takes out of a question what does not apply to its view and its current side. */
export function fitted(question: Question): Fitted {
  const { current, baseline, bins } = question;
  const name = question.view && canShow(question.view, current) ? question.view : undefined;
  const view = viewOrDefault({ view: name });
  return {
    view: name,
    baseline: baseline?.kind === 'static' && !fitsStatic(baseline, current) ? emptyStatic(current) : baseline,
    bins: bins && canJoin(bins.kind, current) ? bins : undefined,
    measures: measuresOf(view, question),
    ...estimatorOfView(view, question),
    ...formOf(view, question),
    ...Object.fromEntries(viewsWithOptions.map((of) => [of, of === view.name ? question[of] : undefined])),
  };
}

/** A view of one measure keeps the first that it can show. */
function measuresOf(view: ViewInfo, { measures, current }: Question): Question['measures'] {
  const fitting = measures?.filter((measure) => canMeasure(measure, current) && canBeIn(view, measure));
  return fitting?.length ? fitting.slice(0, view.ofOneMeasure ? 1 : undefined) : undefined;
}

/** Whether a view can be of a measure: only KL has a chain rule, and a verdict follows from limits. */
export function canBeIn({ name }: ViewInfo, measure: NonNullable<Question['measures']>[number]): boolean {
  return (name !== 'explain' || measure === 'kl') && (name !== 'verdict' || canJudge(measure));
}

/** Whether a view can be of an estimator: only the corrected one has limits, which a verdict follows from. */
export function canEstimate({ name }: ViewInfo, estimator: Question['estimator'] = 'corrected'): boolean {
  return name !== 'verdict' || estimator === 'corrected' || !estimatorOf(estimator);
}

function estimatorOfView(
  view: ViewInfo,
  { estimator, smoothing }: Question
): Pick<Question, 'estimator' | 'smoothing'> {
  return canEstimate(view, estimator) ? { estimator, smoothing } : { estimator: undefined, smoothing: undefined };
}

function formOf(view: ViewInfo, { instant, alertOn, format, limit }: Question) {
  const momentary = instant ?? view.times[0] === 'moment';
  const isTimely = view.times.includes(momentary ? 'moment' : 'range');
  const keepsFormat = view.formatted && (format !== 'table' || momentary || !isTimely);
  return {
    instant: isTimely ? instant : undefined,
    alertOn: alertOn && view.statistics.includes(alertOn) ? alertOn : undefined,
    format: keepsFormat ? format : undefined,
    limit: view.limited ? limit : undefined,
  };
}
