import { type MetricSort, sortOf } from '../lookup/lookup';
import { Labelled } from '../editor/Labelled';
import { MatcherRows } from '../editor/MatcherRows';
import { MetricPicker } from '../editor/MetricPicker';
import type { Selection } from '../query/query';
import { SortChoice } from './SortChoice';
import type { FieldsProps } from './fieldsProps';
import type { LabelNames, LabelValues } from './query';

/** The series whose labels are offered. */
export function LabelFields({ values, datasource, onChange, problem }: FieldsProps<LabelNames | LabelValues>) {
  const { side } = values;
  const change = (next: Selection) => onChange({ ...values, side: next });
  return (
    <>
      <SortChoice value={sortOf(side)} onChange={(sort) => change(ofSort(sort, side))} />
      <Labelled label="Metric" help="variableMetric" error={problem('side.metric')} grow>
        {(ids) => (
          <MetricPicker
            {...ids}
            datasource={datasource}
            sort={sortOf(side)}
            placeholder="all"
            value={side.metric}
            onChange={(metric) => change({ ...side, metric: metric ?? '' })}
          />
        )}
      </Labelled>
      <Labelled label="Matchers" help="variableMatchers" error={problem('side.matchers')} group>
        {() => (
          <MatcherRows
            name="Matcher"
            datasource={datasource}
            matchers={side.matchers ?? []}
            side={side}
            onChange={(matchers) => change({ ...side, matchers })}
          />
        )}
      </Labelled>
    </>
  );
}

/** Another sort of metric has other names; the matchers may go along. */
function ofSort(sort: MetricSort, { matchers }: Selection): Selection {
  return { metric: '', ...(sort === 'category' && { category: [] }), ...(matchers && { matchers }) };
}
