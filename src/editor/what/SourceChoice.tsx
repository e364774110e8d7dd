import { RadioButtonGroup } from '@grafana/ui';
import type { Source } from '../../query/source';
import { Labelled } from '../Labelled';

const sources: Array<{ value: Source; label: string }> = [
  { value: 'histogram', label: 'Histogram' },
  { value: 'categories', label: 'Categories' },
  { value: 'promql', label: 'PromQL' },
];

/** Where the counts of the bins come from. */
export function SourceChoice({ value, onChange }: { value: Source; onChange: (source: Source) => void }) {
  return (
    <Labelled label="Source" help="source" group>
      {() => (
        <RadioButtonGroup
          aria-label="Source"
          options={sources}
          value={value}
          // A click on what is chosen already must not count as a change.
          onChange={(next) => next !== value && onChange(next)}
        />
      )}
    </Labelled>
  );
}
