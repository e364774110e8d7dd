import type { CompleteQuestion } from './defaults';
import type { Problem } from './problem';
import type { Question, Replicates } from './query';
import { hasVariable } from './variable';

/** What the replicates are. */
export type ReplicatesKind = 'auto' | 'cells' | 'by' | 'none';

const kinds: ReplicatesKind[] = ['auto', 'cells', 'none'];

/** What the replicates are; which label tells them apart is another matter. */
export function replicatesKind(replicates: Replicates): ReplicatesKind {
  return typeof replicates === 'string' ? replicates : 'by';
}

/** The labels by which counts have to be told apart: those of groups and bins, and that of instances. */
export function splitBy({
  groupBy = [],
  joint = [],
  replicates,
}: Pick<Question, 'groupBy' | 'joint' | 'replicates'>): string[] {
  const instances = typeof replicates === 'object' && replicates.by !== '' ? [replicates.by] : [];
  return [...groupBy, ...joint, ...instances];
}

/** Says what shows how bursty the counts are, where that is not the default. */
export function replicatesText(replicates: Replicates): string {
  switch (replicates) {
    case 'auto':
      return '';
    case 'cells':
      return 'Bursts are judged by stretches of the windows.';
    case 'none':
      return 'Events are taken as independent.';
    default:
      return `Bursts are judged by ${replicates.by}.`;
  }
}

/** Finds what can't work in the replicates. */
export function replicatesProblems(question: CompleteQuestion): Problem[] {
  const { replicates } = question;
  if (typeof replicates === 'object') {
    return labelProblems(replicates.by, question);
  }
  return kinds.includes(replicates) || hasVariable(replicates)
    ? []
    : [{ field: 'replicates', message: `“${replicates}” is not a known choice.` }];
}

function labelProblems(label: string, { groupBy, current, baseline }: CompleteQuestion): Problem[] {
  const field = 'replicates.by';
  if (baseline.kind === 'rest') {
    const message = 'All other groups have instances of their own, which can’t be told apart: use cells.';
    return [{ field, message }];
  }
  if (label === '') {
    const message = 'Choose the label that tells instances apart, such as pod.';
    return [{ field, message, missing: true }];
  }
  if (label === 'le') {
    return [{ field, message: 'le is the bucket bound, not an instance: choose another label.' }];
  }
  if (groupBy.includes(label) || current.category?.includes(label)) {
    const message = `${label} makes the groups or bins, so each has one value of it only: choose the label that tells instances apart, such as pod.`;
    return [{ field, message }];
  }
  return [];
}
