import { LookupCombobox } from '../editor/LookupCombobox';
import { Labelled } from '../editor/Labelled';
import { useLabels } from '../lookup/useSideOptions';
import { LabelFields } from './LabelFields';
import type { FieldsProps } from './fieldsProps';
import type { LabelValues } from './query';

/** The label whose values are offered, and the series that it is a label of. */
export function ValuesFields(props: FieldsProps<LabelValues>) {
  const { values, datasource, onChange, problem } = props;
  const labels = useLabels(datasource, values.side);
  return (
    <>
      <LabelFields {...props} />
      <Labelled label="Label" help="variableLabel" error={problem('label')}>
        {(ids) => (
          <LookupCombobox
            {...ids}
            placeholder="label"
            fit={{ minWidth: 18, maxWidth: 30 }}
            options={labels}
            value={values.label}
            onChange={(label) => onChange({ ...values, label })}
          />
        )}
      </Labelled>
    </>
  );
}
