import { canJoin } from './bins';
import { canBeJoint, canBeOrdered } from './joint';
import { canMeasure } from './measureProblems';
import type { Question, Selection, Statistic } from './query';
import { RANGE } from './variable';
import {
  type ViewInfo,
  canBeIn,
  canEstimate,
  canForm,
  canShow,
  isMoment,
  viewOrDefault,
  viewsWithOptions,
} from './view';
import { emptyStatic, fitsStatic } from './written';

/** What may not apply to another view or source. */
export const fittedFields = [
  'view',
  'baseline',
  'joint',
  'measures',
  'estimator',
  'smoothing',
  'bins',
  'window',
  'widenTo',
  'instant',
  'alertOn',
  'format',
  'limit',
  ...viewsWithOptions,
] as const satisfies Array<keyof Question>;

export type Fitted = Pick<Question, (typeof fittedFields)[number] | 'confidence'>;

/** Takes out of a question what does not apply to its view and its current side. */
export function fitted(question: Question): Fitted {
  const { current, baseline, bins } = question;
  const name = question.view && canShow(question.view, current) ? question.view : undefined;
  const view = viewOrDefault({ view: name });
  const joint = canBeJoint(view.name) && baseline?.kind !== 'static' ? question.joint : undefined;
  const whole = { ...question, joint };
  return {
    view: name,
    baseline: baseline?.kind === 'static' && !fitsStatic(baseline, current) ? emptyStatic(current) : baseline,
    joint,
    bins: bins && canJoin(bins.kind, whole) ? bins : undefined,
    measures: measuresOf(view, whole),
    ...estimatorOfView(view, question),
    ...windowsOf(view, question),
    ...formOfView(view, whole),
    confidence: confidenceOf(view, question),
    ...Object.fromEntries(viewsWithOptions.map((of) => [of, of === view.name ? question[of] : undefined])),
  };
}

/** A view of one measure keeps the first that it can show. */
function measuresOf(view: ViewInfo, { measures, current, joint }: Question): Question['measures'] {
  const fitting = measures?.filter((measure) => canMeasure(measure, { current, joint }) && canBeIn(view, measure));
  return fitting?.length ? fitting.slice(0, view.ofOneMeasure ? 1 : undefined) : undefined;
}

function estimatorOfView(
  view: ViewInfo,
  { estimator, smoothing }: Question
): Pick<Question, 'estimator' | 'smoothing'> {
  return canEstimate(view, estimator ?? 'corrected')
    ? { estimator, smoothing }
    : { estimator: undefined, smoothing: undefined };
}

function formOfView(view: ViewInfo, { instant, alertOn, format, limit, current, joint }: Question) {
  const isTimely = view.times.includes((instant ?? isMoment(view)) ? 'moment' : 'range');
  const timely = isTimely ? instant : undefined;
  const momentary = timely ?? isMoment(view);
  const keepsFormat =
    format &&
    view.formats?.includes(format) &&
    canForm(view, format, { current, joint }) &&
    (momentary || format === 'numeric');
  return {
    instant: timely,
    alertOn:
      alertOn && view.statistics.includes(alertOn) && hasBounds(alertOn, { current, joint }) ? alertOn : undefined,
    format: keepsFormat && (momentary || view.name !== 'contributions') ? format : undefined,
    limit: view.limited ? limit : undefined,
  };
}

/** An objective counts windows of a length of their own; others may be as long as the range. */
function windowsOf({ name, fixedWindow }: ViewInfo, { window, widenTo }: Question) {
  return {
    window: name === 'slo' && window === RANGE ? undefined : window,
    widenTo: fixedWindow ? undefined : widenTo,
  };
}

/** Categories have no bounds, and bins of several values none of one number. */
function hasBounds(statistic: Statistic, bins: { current: Selection; joint?: string[] }): boolean {
  return (statistic !== 'from' && statistic !== 'to') || canBeOrdered(bins);
}

/** The expected range goes where a view has no place for it. */
function confidenceOf({ withoutNormal }: ViewInfo, { confidence }: Question): Question['confidence'] {
  if (!withoutNormal || confidence?.expectedRange === undefined) {
    return confidence;
  }
  const { expectedRange, ...rest } = confidence;
  return Object.keys(rest).length > 0 ? rest : undefined;
}
