import type { SeriesType } from '../../query/query';
import { Labelled } from '../Labelled';
import { MetricPicker } from '../MetricPicker';
import type { SectionProps } from '../sectionProps';
import { TypeChoice } from './TypeChoice';

const types: Array<{ value: SeriesType; label: string }> = [
  { value: 'auto', label: 'auto' },
  { value: 'classic', label: 'classic' },
  { value: 'native', label: 'native' },
];

/** A histogram. */
export function HistogramFields(props: SectionProps) {
  const { question, datasource, change, problem } = props;
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
      <TypeChoice {...props} types={types} help="histogramType" />
    </>
  );
}
