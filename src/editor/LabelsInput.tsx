import { MultiCombobox } from '@grafana/ui';
import type { HistodriftDataSource } from '../datasource';
import { useLabels } from '../lookup/useSideOptions';
import type { Selection } from '../query/query';

interface Props {
  id: string;
  labelId: string;
  datasource: HistodriftDataSource;
  /** The side whose labels are offered. */
  side: Selection;
  placeholder: string;
  value: string[];
  onChange: (labels: string[]) => void;
}

/** Chooses labels of a side. */
export function LabelsInput({ labelId, datasource, side, onChange, ...props }: Props) {
  const options = useLabels(datasource, side);
  return (
    <MultiCombobox
      {...props}
      aria-labelledby={labelId}
      options={options}
      createCustomValue
      isClearable
      onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
    />
  );
}
