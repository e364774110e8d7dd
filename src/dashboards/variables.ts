import {
  AdHocVariableBuilder,
  CustomVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableHide,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';

import type { Selection } from '../query/query';
import type { Values } from '../variables/query';

import { histodrift, prometheus } from './target';

// The same names on every dashboard, so that links carry what was chosen.

/** The data source that compares, and the Prometheus that it reads. */
export const sources = () => [
  new DatasourceVariableBuilder('datasource').label('Histodrift').type(histodrift.type),
  new DatasourceVariableBuilder('prometheus').label('Prometheus').type(prometheus.type),
];

/** A histogram, looked up; the dashboard opens with `initial`. */
export function metric(initial: string) {
  return lookup('metric', 'Metric', { kind: 'metrics' }).current(chosen(initial));
}

/** Which label makes the groups. */
export function label(initial: string) {
  return lookup('label', 'Group by', { kind: 'labels', side: { metric: '$metric' } }).current(chosen(initial));
}

/** One value of the label that makes the groups. */
export function group(initial: string) {
  const side: Selection = { metric: '$metric' };
  return lookup('group', 'Group', { kind: 'labelValues', label: '$label', side }).current(chosen(initial));
}

/** Filters on any label, such as a version of an SDK: both sides of every question get them. */
export const filters = () => new AdHocVariableBuilder('filters').label('Filters').datasource(histodrift);

/** Some choices, the first one at the start. */
export function choice(name: string, title: string, values: string[]) {
  return new CustomVariableBuilder(name).label(title).values(values.join(',')).current(chosen(values[0]));
}

/** Text that can be overwritten, such as PromQL for what users feel. */
export function text(name: string, title: string, initial: string) {
  return new TextBoxVariableBuilder(name).label(title).defaultValue(initial).current(chosen(initial));
}

/** Values that the data source looks up. */
export function lookup(name: string, title: string, values: Values) {
  return new QueryVariableBuilder(name)
    .label(title)
    .datasource(histodrift)
    .query({ refId: name, ...values } as Record<string, unknown>)
    .refresh(VariableRefresh.OnDashboardLoad);
}

/** A label, looked up. */
export function labelNamed(name: string, title: string, initial: string) {
  return lookup(name, title, { kind: 'labels', side: { metric: '$metric' } }).current(chosen(initial));
}

/** What is set once and then left alone is in the menu of controls, not above the panels. */
export function setting<T extends { hide(hide: VariableHide): T }>(variable: T): T {
  return variable.hide(VariableHide.InControlsMenu);
}

function chosen(value: string) {
  return { selected: true, text: value, value };
}
