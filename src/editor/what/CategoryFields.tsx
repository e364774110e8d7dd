import { Labelled } from '../Labelled';
import { LabelsInput } from '../LabelsInput';
import { MetricPicker } from '../MetricPicker';
import type { SectionProps } from '../sectionProps';

/** A counter or gauge, of which some labels make the bins. */
export function CategoryFields({ question, datasource, change, problem }: SectionProps) {
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
    </>
  );
}
