import type { CompleteQuestion } from './defaults';
import { equalMatchers } from './matcher';
import { measureOf } from './measure';
import { list } from './list';
import { type Problem, labelsProblems } from './problem';
import type { Question, Selection, View } from './query';
import { binsAre } from './source';

/** What tells whether the bins of a question have an order. */
export type Binned = Pick<Question, 'current' | 'joint'>;

/** Whether labels are part of the bin. */
export function isJoint({ joint }: Pick<Question, 'joint'>): boolean {
  return joint !== undefined && joint.length > 0;
}

/** Whether the bins have an order, as far as the question tells: categories have none, nor have those of several values. */
export function canBeOrdered({ current, joint }: { current: Selection; joint?: string[] }): boolean {
  return binsAre(current) !== 'categories' && !isJoint({ joint });
}

/** Whether labels can be part of the bin: an explanation splits by itself, and exemplars are looked for by bounds alone. */
export function canBeJoint(view: View): boolean {
  return view !== 'explain' && view !== 'exemplars';
}

/** Says that labels are part of the bin. */
export function jointText({ joint }: Pick<Question, 'joint'>): string {
  return joint && joint.length > 0 ? `, joint with ${list(joint)}` : '';
}

/** Finds what can't work with labels that are part of the bin. */
export function jointProblems(question: CompleteQuestion): Problem[] {
  if (!isJoint(question)) {
    return [];
  }
  return [
    ...labelsProblems('joint', question.joint, question),
    ...placeProblems(question),
    ...orderProblems(question),
    ...cohortProblems(question),
  ];
}

function placeProblems({ joint, view, current, baseline, replicates }: CompleteQuestion): Problem[] {
  const names = list(joint);
  const whole = (applies: boolean, message: string) => (applies ? [{ field: 'joint', message }] : []);
  const categories = [...(current.category ?? []), ...(baseline.kind === 'cohort' ? (baseline.category ?? []) : [])];
  return [
    ...whole(
      view === 'explain',
      `An explanation tells by itself what the mix of ${names} adds: remove it here, and name it in “Labels”.`
    ),
    ...whole(
      view === 'exemplars',
      `Exemplars are looked for by the bounds of a bin alone: remove it, or move ${names} to “Group by”.`
    ),
    ...whole(baseline.kind === 'static', 'What was written down has no labels: remove it, or choose another baseline.'),
    ...joint.flatMap((label, i) => {
      const field = `joint[${i}]`;
      if (categories.includes(label)) {
        return [{ field, message: `${label} is a category, and so part of the bin anyway: remove it here.` }];
      }
      return typeof replicates === 'object' && replicates.by === label
        ? [{ field, message: `${label} tells instances apart: remove it here, or choose another label there.` }]
        : [];
    }),
  ];
}

/** Bins of several values have no order. */
function orderProblems({ joint, measures, view, format, alertOn, verdict }: CompleteQuestion): Problem[] {
  const names = list(joint);
  const why = `bins of several values of ${names} have no order`;
  return [
    ...measures.flatMap((name, i) => {
      const measure = measureOf(name);
      const message = `${measure?.label} needs values in an order, and ${why}: use JS or KL, or move ${names} to “Group by”.`;
      return measure?.needsOrder ? [{ field: `measures[${i}]`, message }] : [];
    }),
    ...(view === 'distributions' && format === 'numeric'
      ? [{ field: 'format', message: `A numeric axis needs an order, and ${why}: use a table or bars.` }]
      : []),
    ...(alertOn === 'from' || alertOn === 'to'
      ? [{ field: 'alertOn', message: 'Bins of several values have bounds of several numbers: use the contribution.' }]
      : []),
    ...(verdict?.worse
      ? [{ field: 'verdict.worse', message: `None is worse than another, as ${why}: let any change fail.` }]
      : []),
  ];
}

/** A cohort that picks a value of such a label would seem to lack all the others. */
function cohortProblems({ joint, baseline, current }: CompleteQuestion): Problem[] {
  const own = baseline.kind === 'cohort' ? (baseline.matchers ?? []) : [];
  return own.flatMap((matcher, i) => {
    const picks = joint.includes(matcher.label) && !current.matchers?.some((of) => equalMatchers(of, matcher));
    const message = `Picks ${matcher.label}, which is part of the bin, so that bins would find no partner: drop ${matcher.label} from “Part of the bin”.`;
    return picks ? [{ field: `baseline.matchers[${i}]`, message }] : [];
  });
}
