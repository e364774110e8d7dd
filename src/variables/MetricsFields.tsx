import type { MetricSort } from '../lookup/lookup';
import { DraftInput } from '../editor/DraftInput';
import { Labelled } from '../editor/Labelled';
import { SortChoice } from './SortChoice';
import type { FieldsProps } from './fieldsProps';
import type { MetricNames } from './query';

/** Which metrics are offered. */
export function MetricsFields({ values, onChange }: FieldsProps<MetricNames>) {
  const { sort, search } = values;
  const change = (next: { sort?: MetricSort; search?: string }) => onChange({ ...values, ...next });
  return (
    <>
      <SortChoice value={sort ?? 'histogram'} onChange={(chosen) => change({ sort: chosen })} />
      <Labelled label="Search" help="variableSearch" grow>
        {({ id }) => (
          <DraftInput
            id={id}
            placeholder="all"
            value={search ?? ''}
            onCommit={(text) => change({ search: text || undefined })}
          />
        )}
      </Labelled>
    </>
  );
}
