import type { CoreApp, DataFrame, TimeRange } from '@grafana/data';
import type { HistodriftDataSource } from '../datasource';
import type { CompleteQuestion } from '../query/defaults';
import type { HistodriftQuery, Question } from '../query/query';

/** What each section of the editor works on. */
export interface SectionProps {
  /** The query as it is stored. */
  query: HistodriftQuery;
  /** The same with its blanks filled in. */
  question: CompleteQuestion;
  datasource: HistodriftDataSource;
  /** Takes over a change and runs the query. */
  change: (patch: Partial<Question>) => void;
  /** The same for what decides which other fields apply: what does not is put aside, and comes back where it does. */
  refit: (patch: Partial<Question>) => void;
  /** What is wrong with a field, or with anything in it. */
  problem: (field: string) => string | undefined;
  /** What a person should know about a field that works. */
  warning: (field: string) => string | undefined;
  /** The last answer to this query; none before there is one. */
  frames: DataFrame[];
  /** The range shown; alert rules have none. */
  range?: TimeRange;
  /** Where the editor is shown. */
  app?: CoreApp;
}
