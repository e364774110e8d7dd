import { RadioButtonGroup } from '@grafana/ui';
import type { MetricSort } from '../lookup/lookup';
import { Labelled } from '../editor/Labelled';

const sorts: Array<{ value: MetricSort; label: string }> = [
  { value: 'histogram', label: 'Histograms' },
  { value: 'category', label: 'Counters and gauges' },
];

/** What the metrics are. */
export function SortChoice({ value, onChange }: { value: MetricSort; onChange: (sort: MetricSort) => void }) {
  return (
    <Labelled label="Of" help="variableSort" group>
      {() => <RadioButtonGroup aria-label="Of" options={sorts} value={value} onChange={onChange} />}
    </Labelled>
  );
}
