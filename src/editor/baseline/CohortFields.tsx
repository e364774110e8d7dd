import { baselineSelection } from '../../query/baseline';
import type { CohortBaseline } from '../../query/query';
import { Labelled } from '../Labelled';
import { MatcherRows } from '../MatcherRows';
import { MetricPicker } from '../MetricPicker';
import type { SectionProps } from '../sectionProps';

/** Other series at the same time. */
export function CohortFields(props: SectionProps & { baseline: CohortBaseline }) {
  const { baseline, question, datasource, change, problem } = props;
  return (
    <>
      <Labelled label="Other histogram" help="cohortMetric" error={problem('baseline.metric')} grow>
        {(ids) => (
          <MetricPicker
            {...ids}
            datasource={datasource}
            value={baseline.metric}
            placeholder="the same"
            onChange={(metric) => change({ baseline: { ...baseline, metric } })}
          />
        )}
      </Labelled>
      <Labelled label="What differs" help="cohortMatchers" error={problem('baseline.matchers')} group>
        {() => (
          <MatcherRows
            name="Baseline matcher"
            datasource={datasource}
            matchers={baseline.matchers ?? []}
            side={baselineSelection(question.current, baseline)}
            onChange={(matchers) =>
              change({ baseline: { ...baseline, matchers: matchers.length > 0 ? matchers : undefined } })
            }
          />
        )}
      </Labelled>
    </>
  );
}
