import type { CompleteQuestion } from './defaults';
import { episodesProblems } from './episodes';
import { exemplarsProblems } from './exemplars';
import { explainProblems } from './explain';
import { measureOf } from './measure';
import { type Problem, wholeProblem } from './problem';
import { rankingProblems } from './ranking';
import { sloProblems } from './slo';
import { hasVariable } from './variable';
import { verdictProblems } from './verdict';
import {
  type ViewInfo,
  type ViewWithOptions,
  canBeIn,
  canForm,
  canShow,
  isMoment,
  viewOf,
  viewsWithOptions,
} from './view';

/** Fewest and most rows of a table. */
export const ROWS = { min: 1, max: 10_000 };

/** Finds what can't work in the view, in its form and in its options. */
export function viewProblems(question: CompleteQuestion): Problem[] {
  const view = viewOf(question.view);
  if (!view) {
    return hasVariable(question.view) ? [] : [{ field: 'view', message: `“${question.view}” is not a known view.` }];
  }
  return [
    ...placeProblems(view, question),
    ...timesProblems(view, question),
    ...formProblems(view, question),
    ...limitProblems(view, question),
    ...placeless(view, question),
    ...partProblems(view, question),
    ...optionsProblems(view, question),
    ...needProblems(view, question),
  ];
}

/** A view of numbers has nothing to show of categories. */
function placeProblems({ name, label }: ViewInfo, { current, bins }: CompleteQuestion): Problem[] {
  if (canShow(name, current) && !(name === 'sensitivity' && bins.kind === 'top')) {
    return [];
  }
  const message =
    name === 'exemplars'
      ? `${label} belong to histograms, and these are categories: show the contributions.`
      : 'Categories have no coarser bins: show the divergence.';
  return [{ field: 'view', message }];
}

function timesProblems(view: ViewInfo, { instant }: CompleteQuestion): Problem[] {
  if (view.times.includes(instant ? 'moment' : 'range')) {
    return [];
  }
  const message = isMoment(view)
    ? `The view ${view.label} is for one moment: switch “Single value” on, or show the divergence over time.`
    : `${view.label} are stretches of time, and a moment has none: switch “Single value” off.`;
  return [{ field: 'instant', message }];
}

function formProblems(view: ViewInfo, question: CompleteQuestion): Problem[] {
  const message = formProblem(view, question);
  return message ? [{ field: 'format', message }] : [];
}

function formProblem(view: ViewInfo, { instant, format, current }: CompleteQuestion): string | undefined {
  const { name, label, formats } = view;
  if (format === undefined || hasVariable(format)) {
    return undefined;
  }
  if (!formats) {
    return `Does not apply to the view ${label}: drop it.`;
  }
  if (!formats.includes(format)) {
    return `“${format}” is not a format of the view ${label}: use ${formats.join(' or ')}.`;
  }
  if (!instant && (format === 'table' || name === 'contributions')) {
    return 'Is for one moment: switch “Single value” on.';
  }
  return canForm(view, format, { current })
    ? undefined
    : 'Categories have no place on an axis of numbers: use a table or bars.';
}

function limitProblems({ label, limited }: ViewInfo, { limit }: CompleteQuestion): Problem[] {
  if (limit === undefined) {
    return [];
  }
  return limited
    ? wholeProblem('limit', limit, ROWS)
    : [{ field: 'limit', message: `Does not apply to the view ${label}: drop it.` }];
}

/** What the view has no place for. */
function placeless(
  { label, fixedWindow, withoutNormal }: ViewInfo,
  { widenTo, confidence }: CompleteQuestion
): Problem[] {
  return [
    ...(fixedWindow && widenTo
      ? [{ field: 'widenTo', message: `The view ${label} has windows that do not grow so: remove it.` }]
      : []),
    ...(withoutNormal && confidence.expectedRange
      ? [{ field: 'confidence.expectedRange', message: `The view ${label} has no place for it: switch it off.` }]
      : []),
  ];
}

function partProblems(view: ViewInfo, { measures }: CompleteQuestion): Problem[] {
  if (view.name !== 'contributions' && view.name !== 'exemplars') {
    return [];
  }
  return measures.flatMap((name, i) =>
    canBeIn(view, name)
      ? []
      : [
          {
            field: `measures[${i}]`,
            message: `${measureOf(name)?.label} is no sum over bins, so no bin has a part of it: use KL or JS.`,
          },
        ]
  );
}

function optionsProblems({ name, label }: ViewInfo, question: CompleteQuestion): Problem[] {
  return viewsWithOptions.flatMap((of) => {
    if (question[of] === undefined) {
      return [];
    }
    return of === name
      ? checks[of](question)
      : [
          {
            field: of,
            message: `The options of the view ${viewOf(of)?.label} do not apply to the view ${label}: drop them.`,
          },
        ];
  });
}

const checks: Record<ViewWithOptions, (question: CompleteQuestion) => Problem[]> = {
  explain: (q) => (q.explain ? explainProblems(q.explain, q) : []),
  slo: (q) => (q.slo ? sloProblems(q.slo, q) : []),
  verdict: (q) => (q.verdict ? verdictProblems(q.verdict, q) : []),
  ranking: (q) => (q.ranking ? rankingProblems(q.ranking) : []),
  episodes: (q) => (q.episodes ? episodesProblems(q.episodes) : []),
  exemplars: (q) => (q.exemplars ? exemplarsProblems(q.exemplars) : []),
};

function needProblems(
  { name, label, needsThreshold, ofOneMeasure }: ViewInfo,
  { threshold, measures, alertOn }: CompleteQuestion
): Problem[] {
  // The share of groups within a threshold.
  const attains = name === 'ranking' && alertOn === 'attainment';
  const message = `The view ${label} is of one measure, and there are ${measures.length}: keep one, or make a query of each.`;
  return [
    ...((needsThreshold || attains) && threshold === undefined
      ? [
          {
            field: 'threshold',
            message: 'Give a threshold: the divergence that matters, such as 0.05.',
            missing: true as const,
          },
        ]
      : []),
    ...(ofOneMeasure && measures.length > 1 ? [{ field: 'measures', message }] : []),
  ];
}
