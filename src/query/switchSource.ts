import { baselineSelection, leftOutOf } from './baseline';
import { canJoin, canShow } from './bins';
import { expressionOf } from './promql';
import type { Baseline, Question, Selection } from './query';
import { type Source, sourceOf } from './source';
import { emptyStatic, fitsStatic } from './written';

/** What a source brings with it. */
export interface Sides {
  current: Selection;
  baseline?: Baseline;
}

/** Both sides of a question from another source; an expression starts as what the builder stands for. */
export function sidesFrom(to: Source, { current, baseline }: Sides, groupBy: string[]): Sides {
  return { current: currentFrom(to, current, groupBy), baseline: baselineFrom(to, { current, baseline }, groupBy) };
}

function currentFrom(to: Source, current: Selection, groupBy: string[]): Selection {
  const { category, matchers } = current;
  if (to === 'promql') {
    return { expr: expressionOf(current, groupBy), ...(category?.length && { category }) };
  }
  return { metric: '', ...(to === 'categories' && { category: category ?? [] }), ...(matchers && { matchers }) };
}

/** Other series have another source, too; the other kinds of baseline go along. */
function baselineFrom(to: Source, { current, baseline }: Sides, groupBy: string[]): Baseline | undefined {
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
    : { ...kept, expr: baseline.expr ?? expressionOf(baselineSelection(current, baseline), groupBy) };
}

/** Takes out of a question what does not apply to its current side. */
export function fitted(question: Sides & Pick<Question, 'bins' | 'view'>): Partial<Question> {
  const { current, baseline, bins, view } = question;
  return {
    current,
    baseline: baseline?.kind === 'static' && !fitsStatic(baseline, current) ? emptyStatic(current) : baseline,
    bins: bins && canJoin(bins.kind, current) ? bins : undefined,
    view: view && canShow(view, current) ? view : undefined,
  };
}

/** Remembers the sides of the sources that a person went through, so that going back loses nothing. */
export class SourceMemory {
  private readonly sides: Partial<Record<Source, Sides>> = {};
  /** The builder that the code left behind belongs to. */
  private builder?: string;

  /** What changes in a question that goes to another source. */
  switch(to: Source, question: Sides & Pick<Question, 'bins' | 'view' | 'groupBy'>): Partial<Question> {
    const { current, baseline, groupBy = [] } = question;
    const from = sourceOf(current);
    this.sides[from] = { current, baseline };
    const next = this.recall(to, question) ?? sidesFrom(to, question, groupBy);
    if (from === 'promql') {
      this.builder = keyOf(next, groupBy);
    }
    return fitted({ ...question, ...next });
  }

  private recall(
    to: Source,
    { current, baseline, groupBy = [] }: Sides & Pick<Question, 'groupBy'>
  ): Sides | undefined {
    const known = this.sides[to];
    if (!known || (to === 'promql' && this.builder !== keyOf({ current, baseline }, groupBy))) {
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

function keyOf({ current, baseline }: Sides, groupBy: string[]): string {
  return JSON.stringify([current, baseline, groupBy]);
}
