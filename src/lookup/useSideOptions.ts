import { useCallback } from 'react';
import type { ComboboxOption } from '@grafana/ui';
import type { HistodriftDataSource } from '../datasource';
import type { Selection } from '../query/query';
import type { Found, Metric } from './lookup';
import { useOptions } from './useOptions';

/** Histograms to choose from. */
export function useMetrics(datasource: HistodriftDataSource) {
  return useOptions(
    useCallback(
      async (search, signal) =>
        withVariables(datasource, search, asOptions(await datasource.lookup.metrics(search, signal), metricOption)),
      [datasource]
    )
  );
}

/** Labels of one side to choose from. */
export function useLabels(datasource: HistodriftDataSource, side: Selection) {
  const key = JSON.stringify(side);
  return useOptions(
    useCallback(
      async (search, signal) => {
        const found = asOptions(
          await datasource.lookup.labels(datasource.resolve(JSON.parse(key)), signal),
          textOption
        );
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
        const found = await datasource.lookup.labelValues(label, datasource.resolve(JSON.parse(key)), search, signal);
        return withVariables(datasource, search, asOptions(found, textOption));
      },
      [datasource, label, key]
    )
  );
}

function asOptions<T>({ items, truncated }: Found<T>, option: (item: T) => ComboboxOption): Found<ComboboxOption> {
  return { items: items.map(option), truncated };
}

function metricOption({ name, help, unit }: Metric): ComboboxOption {
  const description = [help, unit && `(${unit})`].filter(Boolean).join(' ');
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
