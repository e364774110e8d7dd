import { type Fitted, fitted, fittedFields } from './fitted';
import type { Question, View } from './query';
import { viewOrDefault } from './view';

type Field = keyof Fitted;

/** What each view has in a way of its own, so that one view's choice says nothing about another's. */
const ownFields = ['instant', 'alertOn', 'format', 'limit'] as const satisfies Field[];
type Own = Pick<Question, (typeof ownFields)[number]>;

/** A value that did not apply, and what took its place. */
interface PutAside {
  was: unknown;
  instead: unknown;
}

/**
 * Puts aside what does not apply once the view or the source of a question has changed, and brings it back as soon as it
 * applies again, unless something else was chosen in its place meanwhile. So nothing is lost by looking around.
 */
export class Aside {
  private readonly values: Partial<Record<Field, PutAside | undefined>> = {};
  private readonly own: Partial<Record<View, Own>> = {};

  /** What else changes in a question that changes by a patch. */
  fit(question: Question, patch: Partial<Question>): Partial<Question> {
    const from = viewOrDefault(question).name;
    this.own[from] = pick(question);
    const recalled = this.recall({ ...question, ...patch });
    const to = viewOrDefault(fitted(recalled)).name;
    const wanted = to === from ? recalled : { ...recalled, ...this.own[to] };
    const fitting = fitted(wanted);
    this.keep(wanted, fitting);
    return { ...patch, ...fitting };
  }

  /** Brings back what nobody has changed since it was put aside. */
  private recall(question: Question): Question {
    const back = fittedFields.flatMap((field) => {
      const value = this.values[field];
      return value && isSame(question[field], value.instead) ? [[field, value.was]] : [];
    });
    return { ...question, ...Object.fromEntries(back) };
  }

  private keep(wanted: Question, fitting: Fitted) {
    for (const field of fittedFields) {
      const isKept = isSame(wanted[field], fitting[field]) || isOwn(field);
      this.values[field] = isKept ? undefined : { was: wanted[field], instead: fitting[field] };
    }
  }
}

function pick({ instant, alertOn, format, limit }: Question): Own {
  return { instant, alertOn, format, limit };
}

function isOwn(field: Field): boolean {
  return (ownFields as readonly Field[]).includes(field);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
