import { useCallback } from 'react';
import type { ComboboxOption } from '@grafana/ui';
import type { HistodriftDataSource } from '../datasource';
import type { Selection } from '../query/query';
import { list } from '../query/list';
import { labelsOf } from '../query/promql';
import type { Found, Metric, MetricSort } from './lookup';
import { useOptions } from './useOptions';

/** Metrics to choose from. */
export function useMetrics(datasource: HistodriftDataSource, sort: MetricSort) {
  return useOptions(
    useCallback(
      async (search, signal) => {
        const { items, truncated } = await datasource.lookup.metrics(sort, search, signal);
        return withVariables(datasource, search, { items: metricOptions(items), truncated });
      },
      [datasource, sort]
    )
  );
}

/** Labels of one side to choose from. An expression has only those that it keeps. */
export function useLabels(datasource: HistodriftDataSource, side: Selection) {
  const key = JSON.stringify(side);
  return useOptions(
    useCallback(
      async (search, signal) => {
        const side: Selection = JSON.parse(key);
        const labels =
          side.expr === undefined
            ? await datasource.lookup.labels(datasource.resolve(side), signal)
            : { items: labelsOf(side.expr), truncated: false };
        const found = asOptions(labels, textOption);
        return { ...found, items: found.items.filter(({ value }) => contains(value, search) && value !== 'le') };
      },
      [datasource, key]
    )
  );
}

/** Values of a label of one side to choose from. */
export function useLabelValues(datasource: HistodriftDataSource, label: string, side: Selection) {
  const key = JSON.stringify(side);
  return useOptions(
    useCallback(
      async (search, signal) => {
        const side = datasource.resolve(JSON.parse(key));
        const found = await datasource.lookup.labelValues(label, side, search, { abortSignal: signal });
        return withVariables(datasource, search, asOptions(found, textOption));
      },
      [datasource, label, key]
    )
  );
}

function asOptions<T>({ items, truncated }: Found<T>, option: (item: T) => ComboboxOption): Found<ComboboxOption> {
  return { items: items.map(option), truncated };
}

/** One option for each name: a histogram may be there in both formats. */
function metricOptions(metrics: Metric[]): ComboboxOption[] {
  const names = [...new Set(metrics.map(({ name }) => name))];
  return names.map((name) => metricOption(metrics.filter((metric) => metric.name === name)));
}

function metricOption(same: Metric[]): ComboboxOption {
  const { name } = same[0];
  const { help, unit } = same.find((metric) => metric.help) ?? same[0];
  const kinds = same.map(({ kind }) => kind).filter((kind) => kind !== 'unknown');
  const about = [help, unit && `(${unit})`].filter(Boolean).join(' ');
  const description = [list(kinds), about].filter(Boolean).join(': ');
  return description ? { value: name, label: name, description } : { value: name, label: name };
}

function textOption(value: string): ComboboxOption {
  return { value, label: value };
}

/** Offers the dashboard's variables before what the server knows. */
function withVariables(datasource: HistodriftDataSource, search: string, found: Found<ComboboxOption>) {
  const variables = datasource.variableNames().filter((name) => contains(name, search));
  return { ...found, items: [...variables.map(textOption), ...found.items] };
}

function contains(text: string, search: string): boolean {
  return text.toLowerCase().includes(search.toLowerCase());
}
