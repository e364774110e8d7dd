import type { CompleteQuestion } from './defaults';
import { inWords, toSeconds } from './duration';
import { equalMatchers, matcherText } from './matcher';
import { type Problem, durationProblems, matcherProblems, metricProblems, timeProblems } from './problem';
import type { Baseline, CohortBaseline, FixedBaseline, Matcher, PreviousBaseline, Selection } from './query';
import { hasVariable } from './variable';

/** The series of the baseline. A cohort inherits the metric, and the matchers on each label that it does not name. */
export function baselineSelection(current: Selection, baseline: Baseline): Selection {
  if (baseline.kind !== 'cohort') {
    return current;
  }
  const own = baseline.matchers ?? [];
  const inherited = (current.matchers ?? []).filter((matcher) => !own.some((o) => o.label === matcher.label));
  return { metric: baseline.metric || current.metric, matchers: [...inherited, ...own] };
}

/** Finds what can't work in the baseline. */
export function baselineProblems(question: CompleteQuestion): Problem[] {
  const { baseline } = question;
  switch (baseline.kind) {
    case 'previous':
      return previousProblems(baseline, question.window);
    case 'fixed':
      return fixedProblems(baseline);
    case 'cohort':
      return cohortProblems(baseline, question);
    default:
      return [{ field: 'baseline.kind', message: `“${(baseline as { kind: string }).kind}” is not a known baseline.` }];
  }
}

function previousProblems({ offset = '', window = '' }: PreviousBaseline, currentWindow: string): Problem[] {
  // What is taken over from the window is judged there.
  const check = (field: string, text: string) => (text === currentWindow ? [] : durationProblems(field, text));
  const problems = [...check('baseline.offset', offset), ...check('baseline.window', window)];
  return problems.length > 0 ? problems : overlapProblems(offset, currentWindow);
}

/** The current window must not lie in its own baseline: the two would share events, and the divergence shrink. */
function overlapProblems(offset: string, window: string): Problem[] {
  const [before, length] = [toSeconds(offset), toSeconds(window)];
  if (before === undefined || length === undefined || before >= length) {
    return [];
  }
  const message = `Shorter than the window of ${inWords(window)}, so the current window would lie in its own baseline: use ${window} or more.`;
  return [{ field: 'baseline.offset', message }];
}

function fixedProblems({ from, to }: FixedBaseline): Problem[] {
  const problems = [
    ...timeProblems('baseline.from', from, 'Say when the baseline begins.'),
    ...timeProblems('baseline.to', to, 'Say when the baseline ends.'),
  ];
  if (problems.length > 0 || hasVariable(from + to) || Date.parse(from) < Date.parse(to)) {
    return problems;
  }
  return [{ field: 'baseline.to', message: 'Must be after the start of the baseline.' }];
}

function cohortProblems(cohort: CohortBaseline, { current, groupBy }: CompleteQuestion): Problem[] {
  if (!cohort.metric && !cohort.matchers?.length) {
    const message = 'Say what differs from current, such as version = stable.';
    return [{ field: 'baseline.matchers', message, missing: true }];
  }
  const problems = [
    ...(cohort.metric ? metricProblems('baseline.metric', cohort.metric) : []),
    ...matcherProblems('baseline.matchers', cohort.matchers),
    ...joinProblems(cohort.matchers ?? [], current.matchers ?? [], groupBy),
  ];
  if (problems.length === 0 && current.metric !== '' && sameSeries(baselineSelection(current, cohort), current)) {
    return [{ field: 'baseline.matchers', message: 'The cohort is the same as current: say what differs.' }];
  }
  return problems;
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
  const matchers = (side: Selection) => (side.matchers ?? []).map(matcherText).sort().join();
  return a.metric === b.metric && matchers(a) === matchers(b);
}
