import { baselineSelection, leftOutOf } from './baseline';
import { expressionOf } from './promql';
import type { Baseline, Question, Selection } from './query';
import { splitBy } from './replicates';
import { type Source, sourceOf } from './source';

/** What a source brings with it. */
export interface Sides {
  current: Selection;
  baseline?: Baseline;
}

/** Both sides of a question from another source; an expression starts as what the builder stands for. */
export function sidesFrom(to: Source, { current, baseline }: Sides, labels: string[]): Sides {
  return { current: currentFrom(to, current, labels), baseline: baselineFrom(to, { current, baseline }, labels) };
}

function currentFrom(to: Source, current: Selection, labels: string[]): Selection {
  const { category, matchers } = current;
  if (to === 'promql') {
    return { expr: expressionOf(current, labels), ...(category?.length && { category }) };
  }
  return { metric: '', ...(to === 'categories' && { category: category ?? [] }), ...(matchers && { matchers }) };
}

/** Other series have another source, too; the other kinds of baseline go along. */
function baselineFrom(to: Source, { current, baseline }: Sides, labels: string[]): Baseline | undefined {
  if (baseline?.kind !== 'cohort') {
    return baseline;
  }
  const kept = { kind: 'cohort' as const, ...leftOutOf(baseline) };
  if (to !== 'promql') {
    return { ...kept, ...(baseline.matchers && { matchers: baseline.matchers }) };
  }
  const isEmpty = !baseline.metric && !baseline.matchers?.length;
  return isEmpty
    ? kept
    : { ...kept, expr: baseline.expr ?? expressionOf(baselineSelection(current, baseline), labels) };
}

/** What an expression has to keep apart. */
type Labels = Pick<Question, 'groupBy' | 'joint' | 'replicates'>;

/** Remembers the sides of the sources that a person went through, so that going back loses nothing. */
export class SourceMemory {
  private readonly sides: Partial<Record<Source, Sides>> = {};
  /** The builder that the code left behind belongs to. */
  private builder?: string;

  /** The sides of a question that goes to another source. */
  switch(to: Source, question: Sides & Labels): Sides {
    const { current, baseline } = question;
    const labels = splitBy(question);
    const from = sourceOf(current);
    this.sides[from] = { current, baseline };
    const next = this.recall(to, question, labels) ?? sidesFrom(to, question, labels);
    if (from === 'promql') {
      this.builder = keyOf(next, labels);
    }
    return next;
  }

  private recall(to: Source, { current, baseline }: Sides, labels: string[]): Sides | undefined {
    const known = this.sides[to];
    if (!known || (to === 'promql' && this.builder !== keyOf({ current, baseline }, labels))) {
      return undefined;
    }
    // A kind of baseline that was chosen since then stays; only other series belong to their source.
    const isCohort = known.baseline?.kind === 'cohort' && baseline?.kind === 'cohort';
    return {
      current: known.current,
      baseline: isCohort ? known.baseline : sidesFrom(to, { current, baseline }, []).baseline,
    };
  }
}

function keyOf({ current, baseline }: Sides, labels: string[]): string {
  return JSON.stringify([current, baseline, labels]);
}
