import { type Fitted, fitted, fittedFields } from './fitted';
import type { Question, View } from './query';
import { viewOrDefault } from './view';

type Field = (typeof fittedFields)[number];

/** What each view has in a way of its own, so that one view's choice says nothing about another's. */
const ownFields = ['instant', 'alertOn', 'format', 'limit'] as const satisfies Field[];

const sharedFields = fittedFields.filter((field) => !ownFields.some((own) => own === field));

/** A value that was wished for, and what took its place where it does not apply. */
interface Wish {
  value: unknown;
  instead: unknown;
}

type Wishes = Partial<Record<Field, Wish>>;

/**
 * Puts aside what does not apply once the view or the source of a question has changed, and brings it back as soon as it
 * applies again, unless something else was chosen in its place meanwhile. So nothing is lost by looking around.
 */
export class Aside {
  private shared: Wishes = {};
  private readonly own: Partial<Record<View, Wishes>> = {};
  /** Of all that says how sure the answer has to be, only this depends on the view. */
  private expectedRange?: boolean;

  /** What else changes in a question that changes by a patch. */
  fit(question: Question, patch: Partial<Question>): Partial<Question> {
    const from = viewOrDefault(question).name;
    const own = wished(ownFields, question, this.own[from]);
    this.own[from] = wishes(ownFields, own, question);

    const next = { ...question, ...patch };
    const recalled = { ...next, ...wished(sharedFields, next, this.shared), confidence: this.recallConfidence(next) };
    const to = viewOrDefault(fitted(recalled)).name;
    // A view that was not shown yet takes what it can of the one before.
    const wanted = { ...recalled, ...(to === from ? own : valuesOf(this.own[to] ?? this.own[from])) };
    const fitting = fitted(wanted);

    this.shared = wishes(sharedFields, wanted, fitting);
    this.own[to] = wishes(ownFields, wanted, fitting);
    this.keepConfidence(wanted, fitting);
    return { ...patch, ...fitting };
  }

  private recallConfidence({ confidence }: Question): Question['confidence'] {
    const { expectedRange } = this;
    return expectedRange === undefined || confidence?.expectedRange !== undefined
      ? confidence
      : { ...confidence, expectedRange };
  }

  private keepConfidence(wanted: Question, fitting: Fitted) {
    const { expectedRange } = wanted.confidence ?? {};
    this.expectedRange = fitting.confidence?.expectedRange === expectedRange ? undefined : expectedRange;
  }
}

/** What a question has in some fields, or was wished for there, if nobody has changed since what took its place. */
function wished(fields: readonly Field[], question: Question, before: Wishes = {}): Partial<Question> {
  const values = fields.map((field) => {
    const wish = before[field];
    return [field, wish && isSame(question[field], wish.instead) ? wish.value : question[field]];
  });
  return Object.fromEntries(values);
}

function wishes(fields: readonly Field[], wanted: Partial<Question>, fitting: Partial<Question>): Wishes {
  return Object.fromEntries(fields.map((field) => [field, { value: wanted[field], instead: fitting[field] }]));
}

function valuesOf(own: Wishes = {}): Partial<Question> {
  return Object.fromEntries(Object.entries(own).map(([field, { value }]) => [field, value]));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
