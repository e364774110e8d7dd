import { Combobox } from '@grafana/ui';
import { useLabels } from '../../lookup/useSideOptions';
import type { Replicates } from '../../query/query';
import { type ReplicatesKind, replicatesKind } from '../../query/replicates';
import { Labelled } from '../Labelled';
import { LookupCombobox } from '../LookupCombobox';
import type { SectionProps } from '../sectionProps';

const kinds: Array<{ value: ReplicatesKind; label: string; description: string }> = [
  { value: 'auto', label: 'Auto', description: 'Windows of the baseline where there are 12 or more, else cells' },
  { value: 'cells', label: 'By cells', description: 'Stretches of the windows' },
  { value: 'by', label: 'By label', description: 'Instances, such as pods' },
  { value: 'none', label: 'None', description: 'Events are independent' },
];

/** What shows how bursty the counts are. */
export function BurstFields({ question, datasource, change, problem }: SectionProps) {
  const { replicates, baseline, current } = question;
  const kind = replicatesKind(replicates);
  const labels = useLabels(datasource, current);
  // Of all other groups, instances can't be told apart.
  const options = kinds.filter(({ value }) => value === kind || value !== 'by' || baseline.kind !== 'rest');
  return (
    <>
      <Labelled
        label="Bursts"
        help="replicates"
        error={typeof replicates === 'object' ? undefined : problem('replicates')}
      >
        {({ id, labelId }) => (
          <Combobox
            id={id}
            aria-labelledby={labelId}
            width={22}
            options={options}
            value={kind}
            onChange={({ value }) => change({ replicates: startOf(value) })}
          />
        )}
      </Labelled>
      {typeof replicates === 'object' && (
        <Labelled label="Instance label" help="replicatesBy" error={problem('replicates.by')}>
          {(ids) => (
            <LookupCombobox
              {...ids}
              placeholder="label"
              fit={{ minWidth: 18, maxWidth: 30 }}
              options={labels}
              value={replicates.by}
              onChange={(by) => change({ replicates: { by } })}
            />
          )}
        </Labelled>
      )}
    </>
  );
}

/** What a kind starts with; auto is what is left out. */
function startOf(kind: ReplicatesKind): Replicates | undefined {
  switch (kind) {
    case 'auto':
      return undefined;
    case 'by':
      return { by: '' };
    default:
      return kind;
  }
}
