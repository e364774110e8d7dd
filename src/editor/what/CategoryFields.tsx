import type { SeriesType } from '../../query/query';
import { Labelled } from '../Labelled';
import { LabelsInput } from '../LabelsInput';
import { MetricPicker } from '../MetricPicker';
import type { SectionProps } from '../sectionProps';
import { TypeChoice } from './TypeChoice';

const types: Array<{ value: SeriesType; label: string }> = [
  { value: 'auto', label: 'auto' },
  { value: 'categoryCounter', label: 'counter' },
  { value: 'categoryGauge', label: 'gauge' },
];

/** A counter or gauge, of which some labels make the bins. */
export function CategoryFields(props: SectionProps) {
  const { question, datasource, change, problem } = props;
  const { current } = question;
  return (
    <>
      <Labelled label="Counter or gauge" help="categoryMetric" error={problem('current.metric')} grow>
        {(ids) => (
          <MetricPicker
            {...ids}
            datasource={datasource}
            sort="category"
            value={current.metric}
            onChange={(metric) => change({ current: { ...current, metric: metric ?? '' } })}
          />
        )}
      </Labelled>
      <Labelled label="Category labels" help="category" error={problem('current.category')} grow>
        {(ids) => (
          <LabelsInput
            {...ids}
            datasource={datasource}
            side={{ ...current, category: current.category ?? [] }}
            placeholder="labels that make the bins"
            value={current.category ?? []}
            onChange={(category) => change({ current: { ...current, category } })}
          />
        )}
      </Labelled>
      <TypeChoice {...props} types={types} help="categoryType" />
    </>
  );
}
