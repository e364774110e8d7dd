import type { CompleteQuestion } from './defaults';
import { inWords, toSeconds } from './duration';
import { equalMatchers, matcherText } from './matcher';
import {
  type Problem,
  durationProblems,
  fixedDurationProblems,
  matcherProblems,
  metricProblems,
  rangeProblems,
  wholeProblem,
} from './problem';
import type {
  Baseline,
  CohortBaseline,
  LeftOut,
  Matcher,
  PreviousBaseline,
  SeasonalBaseline,
  Selection,
} from './query';
import { categoryProblems, exprProblems, typeProblems } from './selection';
import { binsAre, sourceOf } from './source';
import { staticProblems } from './written';

/**
 * The series of the baseline. A cohort inherits the metric, the category labels, and the matchers on each label that it
 * does not name; from an expression there is nothing to inherit but the category labels.
 */
export function baselineSelection(current: Selection, baseline: Baseline): Selection {
  if (baseline.kind !== 'cohort') {
    return current;
  }
  const category = baseline.category ?? current.category;
  const bins = category && { category };
  if (baseline.expr !== undefined) {
    return { expr: baseline.expr, ...bins };
  }
  const own = baseline.matchers ?? [];
  const inherited = (current.matchers ?? []).filter((matcher) => !own.some((o) => o.label === matcher.label));
  const metric = baseline.metric || current.metric || '';
  // Another metric may be of another type.
  const type = baseline.type ?? (metric === current.metric ? current.type : undefined);
  return {
    metric,
    ...(type && { type }),
    ...bins,
    matchers: [...inherited, ...own],
  };
}

/** What a baseline leaves out; of one that is written down, there is nothing to leave out. */
export function leftOutOf(baseline: Baseline): LeftOut {
  if (baseline.kind === 'static') {
    return {};
  }
  const { exclude, mute } = baseline;
  return { ...(exclude && { exclude }), ...(mute !== undefined && { mute }) };
}

/** Finds what can't work in the baseline. */
export function baselineProblems(question: CompleteQuestion): Problem[] {
  return [...kindProblems(question), ...leftOutProblems(question.baseline)];
}

function kindProblems(question: CompleteQuestion): Problem[] {
  const { baseline } = question;
  switch (baseline.kind) {
    case 'previous':
      return previousProblems(baseline, question.window);
    case 'seasonal':
      return seasonalProblems(baseline, question.window);
    case 'fixed':
      return rangeProblems('baseline', baseline, 'the baseline');
    case 'cohort':
      return cohortProblems(baseline, question);
    case 'rest':
      return restProblems(question.groupBy);
    case 'static':
      return staticProblems(baseline, question.current);
    default:
      return [{ field: 'baseline.kind', message: `“${(baseline as { kind: string }).kind}” is not a known baseline.` }];
  }
}

function previousProblems({ offset = '', window = '' }: PreviousBaseline, currentWindow: string): Problem[] {
  // What is taken over from the window is judged there.
  const check = (field: string, text: string) => (text === currentWindow ? [] : durationProblems(field, text));
  const problems = [...check('baseline.offset', offset), ...check('baseline.window', window)];
  return problems.length > 0 ? problems : overlapProblems('baseline.offset', offset, currentWindow);
}

/** Fewest and most windows of a season. */
export const SEASONS = { min: 1, max: 100 };

function seasonalProblems({ period = '', count = NaN }: SeasonalBaseline, window: string): Problem[] {
  const problems = fixedDurationProblems('baseline.period', period, '1d or 7d');
  if (problems.length === 0) {
    problems.push(...overlapProblems('baseline.period', period, window));
  }
  return [...problems, ...wholeProblem('baseline.count', count, SEASONS)];
}

/** The current window must not lie in its own baseline: the two would share events, and the divergence shrink. */
function overlapProblems(field: string, distance: string, window: string): Problem[] {
  const [before, length] = [toSeconds(distance), toSeconds(window)];
  if (before === undefined || length === undefined || before >= length) {
    return [];
  }
  const message = `Shorter than the window of ${inWords(window)}, so the current window would lie in its own baseline: use ${window} or more.`;
  return [{ field, message }];
}

function restProblems(groupBy: string[]): Problem[] {
  const message = 'There are no groups to be compared with all others: choose a label in “Group by”.';
  return groupBy.length > 0 ? [] : [{ field: 'baseline.kind', message }];
}

function cohortProblems(cohort: CohortBaseline, question: CompleteQuestion): Problem[] {
  const { current, groupBy } = question;
  const problems = [
    ...cohortSideProblems(cohort, current),
    ...categoryProblems('baseline.category', cohort.category, groupBy),
    ...typeProblems('baseline.type', baselineSelection(current, cohort)),
    ...joinedBinsProblems(cohort, current),
    ...matcherProblems('baseline.matchers', cohort.matchers),
    ...joinProblems(cohort.matchers ?? [], current.matchers ?? [], groupBy),
  ];
  if (problems.length === 0 && sameSeries(baselineSelection(current, cohort), current)) {
    const field = cohort.expr === undefined ? 'baseline.matchers' : 'baseline.expr';
    return [{ field, message: 'The cohort is the same as current: say what differs.' }];
  }
  return problems;
}

/** A cohort needs something of its own; one of an expression has nothing else to go by. */
function cohortSideProblems(cohort: CohortBaseline, current: Selection): Problem[] {
  if (cohort.expr !== undefined) {
    return exprProblems('baseline.expr', cohort);
  }
  const ofExpression = sourceOf(current) === 'promql';
  if (!cohort.metric && !cohort.matchers?.length) {
    const [field, message] = ofExpression
      ? ['baseline.expr', 'Write the expression of the baseline, or choose a metric.']
      : ['baseline.matchers', 'Say what differs from current, such as version = stable.'];
    return [{ field, message, missing: true }];
  }
  if (cohort.metric) {
    return metricProblems('baseline.metric', cohort.metric, sourceOf(baselineSelection(current, cohort)));
  }
  const message = 'Current is an expression, of which no metric can be taken over: choose one, or write an expression.';
  return ofExpression ? [{ field: 'baseline.metric', message }] : [];
}

/** Categories of one label and of two have no bins in common. Of an expression without labels only its answer can tell. */
function joinedBinsProblems({ category }: CohortBaseline, current: Selection): Problem[] {
  const [own, wanted] = [category?.length ?? 0, current.category?.length ?? 0];
  if (own === 0 || own === wanted || binsAre(current) === 'unknown') {
    return [];
  }
  const message = `Has categories of ${own} ${own === 1 ? 'label' : 'labels'} and current has them of ${wanted}: name as many on both sides.`;
  return [{ field: 'baseline.category', message }];
}

/** Groups are joined on the group-by labels, so a cohort that picks a value of one finds no partners. */
function joinProblems(cohort: Matcher[], current: Matcher[], groupBy: string[]): Problem[] {
  return cohort.flatMap((matcher, i): Problem[] => {
    if (!groupBy.includes(matcher.label) || current.some((own) => equalMatchers(own, matcher))) {
      return [];
    }
    const message = `Picks ${matcher.label}, which is also a group-by label, so groups would find no partner: drop ${matcher.label} from “Group by”.`;
    return [{ field: `baseline.matchers[${i}]`, message }];
  });
}

function sameSeries(a: Selection, b: Selection): boolean {
  // A side that is still to be chosen is like no other.
  return Boolean(a.metric || a.expr) && key(a) === key(b);
}

function key({ metric = '', expr = '', category = [], matchers = [] }: Selection): string {
  return JSON.stringify([metric, expr.trim(), category, matchers.map(matcherText).sort()]);
}

function leftOutProblems(baseline: Baseline): Problem[] {
  return (leftOutOf(baseline).exclude ?? []).flatMap((interval, i) =>
    rangeProblems(`baseline.exclude[${i}]`, interval, 'the time left out')
  );
}
