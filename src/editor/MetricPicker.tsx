import type { HistodriftDataSource } from '../datasource';
import type { MetricSort } from '../lookup/lookup';
import { useMetrics } from '../lookup/useSideOptions';
import { LookupCombobox } from './LookupCombobox';

interface Props {
  id: string;
  labelId: string;
  datasource: HistodriftDataSource;
  /** What is offered. */
  sort: MetricSort;
  value?: string;
  placeholder?: string;
  /** Gets undefined where the metric was removed. */
  onChange: (metric?: string) => void;
}

const placeholders: Record<MetricSort, string> = {
  histogram: 'search histograms',
  category: 'search counters and gauges',
};

/** Chooses a metric; the server does the searching. */
export function MetricPicker({ datasource, sort, placeholder = placeholders[sort], ...props }: Props) {
  const options = useMetrics(datasource, sort);
  return (
    <LookupCombobox {...props} placeholder={placeholder} options={options} onClear={() => props.onChange(undefined)} />
  );
}
