import type { HistodriftDataSource } from '../datasource';
import { useMetrics } from '../lookup/useSideOptions';
import { LookupCombobox } from './LookupCombobox';

interface Props {
  id: string;
  labelId: string;
  datasource: HistodriftDataSource;
  value?: string;
  placeholder?: string;
  /** Gets undefined where the metric was removed. */
  onChange: (metric?: string) => void;
}

/** Chooses a histogram; the server does the searching. */
export function MetricPicker({ datasource, placeholder = 'search histograms', ...props }: Props) {
  const options = useMetrics(datasource);
  return (
    <LookupCombobox {...props} placeholder={placeholder} options={options} onClear={() => props.onChange(undefined)} />
  );
}
