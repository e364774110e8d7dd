import type { TimeRange } from '@grafana/data';
import type { HistodriftDataSource } from '../datasource';
import type { Values } from './query';

/** What the fields of each kind of values work on. */
export interface FieldsProps<T extends Values> {
  values: T;
  datasource: HistodriftDataSource;
  range?: TimeRange;
  onChange: (values: Values) => void;
  /** What is wrong with a field, or with anything in it. */
  problem: (field: string) => string | undefined;
}
