import type { CompleteQuestion } from './defaults';
import { episodesProblems } from './episodes';
import { exemplarsProblems } from './exemplars';
import { explainProblems } from './explain';
import { type Problem, wholeProblem } from './problem';
import { rankingProblems } from './ranking';
import { sloProblems } from './slo';
import { hasVariable } from './variable';
import { verdictProblems } from './verdict';
import { type ViewInfo, type ViewWithOptions, canShow, isMoment, viewOf, viewsWithOptions } from './view';

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
    ...formProblems(view, question),
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

function formProblems(view: ViewInfo, { instant, format, limit }: CompleteQuestion): Problem[] {
  const { label, times, formatted, limited } = view;
  const problems: Problem[] = [];
  if (!times.includes(instant ? 'moment' : 'range')) {
    const message = isMoment(view)
      ? `The view ${label} is for one moment: switch “Single value” on, or show the divergence over time.`
      : `${label} are stretches of time, and a moment has none: switch “Single value” off.`;
    problems.push({ field: 'instant', message });
  }
  if (format !== undefined && !formatted) {
    problems.push({ field: 'format', message: `Does not apply to the view ${label}: drop it.` });
  } else if (format !== undefined && format !== 'table' && format !== 'numeric' && !hasVariable(format)) {
    problems.push({ field: 'format', message: `“${format}” is not a known format.` });
  } else if (format === 'table' && !instant) {
    problems.push({ field: 'format', message: 'A table is for one moment: switch “Single value” on.' });
  }
  if (limit === undefined) {
    return problems;
  }
  return [
    ...problems,
    ...(limited
      ? wholeProblem('limit', limit, ROWS)
      : [{ field: 'limit', message: `Does not apply to the view ${label}: drop it.` }]),
  ];
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
  slo: (q) => (q.slo ? sloProblems(q.slo) : []),
  verdict: (q) => (q.verdict ? verdictProblems(q.verdict, q) : []),
  ranking: (q) => (q.ranking ? rankingProblems(q.ranking) : []),
  episodes: (q) => (q.episodes ? episodesProblems(q.episodes) : []),
  exemplars: (q) => (q.exemplars ? exemplarsProblems(q.exemplars) : []),
};

function needProblems(
  { label, needsThreshold, ofOneMeasure }: ViewInfo,
  { threshold, measures }: CompleteQuestion
): Problem[] {
  const message = `The view ${label} is of one measure, and there are ${measures.length}: keep one, or make a query of each.`;
  return [
    ...(needsThreshold && threshold === undefined
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
