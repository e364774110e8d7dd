import { Combobox } from '@grafana/ui';
import { Labelled } from '../editor/Labelled';
import { QueryEditor } from '../editor/QueryEditor';
import { asRanking } from './asRanking';
import type { FieldsProps } from './fieldsProps';
import type { Groups } from './query';

/** The question whose groups are ranked, and the label of theirs that is offered. */
export function GroupsFields({ values, datasource, range, onChange, problem }: FieldsProps<Groups>) {
  const query = asRanking(values.query);
  const { groupBy = [] } = query;
  return (
    <>
      <QueryEditor
        datasource={datasource}
        range={range}
        query={query}
        views={['ranking']}
        // Of one group-by label, there is nothing to choose.
        onChange={(next) => onChange({ ...values, query: next, label: labelOf(values.label, next.groupBy) })}
        onRunQuery={() => {}}
      />
      <Labelled label="Values of" help="variableGroupLabel" error={problem('label') ?? problem('query.limit')}>
        {({ id, labelId }) => (
          <Combobox
            id={id}
            aria-labelledby={labelId}
            width={28}
            placeholder="group-by label"
            options={groupBy.map((label) => ({ value: label, label }))}
            value={values.label || null}
            onChange={({ value }) => onChange({ ...values, label: value })}
          />
        )}
      </Labelled>
    </>
  );
}

function labelOf(label: string, groupBy: string[] = []): string {
  return label === '' && groupBy.length > 0 ? groupBy[0] : label;
}
