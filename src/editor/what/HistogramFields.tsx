import { Labelled } from '../Labelled';
import { MetricPicker } from '../MetricPicker';
import type { SectionProps } from '../sectionProps';

/** A histogram. */
export function HistogramFields({ question, datasource, change, problem }: SectionProps) {
  const { current } = question;
  return (
    <>
      <Labelled label="Histogram" help="metric" error={problem('current.metric')} grow>
        {(ids) => (
          <MetricPicker
            {...ids}
            datasource={datasource}
            sort="histogram"
            value={current.metric}
            onChange={(metric) => change({ current: { ...current, metric: metric ?? '' } })}
          />
        )}
      </Labelled>
    </>
  );
}
