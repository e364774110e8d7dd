import { RadioButtonGroup } from '@grafana/ui';
import { sortOf } from '../../lookup/lookup';
import { baselineSelection, leftOutOf } from '../../query/baseline';
import { expressionOf } from '../../query/promql';
import type { CohortBaseline } from '../../query/query';
import { sourceOf } from '../../query/source';
import { CodeInput } from '../CodeInput';
import { Labelled } from '../Labelled';
import { MatcherRows } from '../MatcherRows';
import { MetricPicker } from '../MetricPicker';
import type { SectionProps } from '../sectionProps';

type Props = SectionProps & { baseline: CohortBaseline };

type Way = 'promql' | 'metric';

const ways: Array<{ value: Way; label: string }> = [
  { value: 'promql', label: 'PromQL' },
  { value: 'metric', label: 'Metric' },
];

/** Other series at the same time: by metric and matchers, or by an expression where current is one. */
export function CohortFields(props: Props) {
  const { baseline, question, change } = props;
  const { current, groupBy } = question;
  const inCode = sourceOf(current) === 'promql';
  const way = wayOf(baseline, inCode);
  const changeWay = (next: Way) => {
    const start = expressionOf(baselineSelection(current, baseline), groupBy);
    const side = next === 'promql' ? { expr: start } : { metric: '' };
    change({ baseline: { kind: 'cohort', ...side, ...leftOutOf(baseline) } });
  };
  return (
    <>
      {(inCode || way === 'promql') && (
        <Labelled label="Given as" help="cohortWay" group>
          {() => (
            <RadioButtonGroup
              aria-label="Given as"
              options={ways}
              value={way}
              onChange={(next) => next !== way && changeWay(next)}
            />
          )}
        </Labelled>
      )}
      {way === 'promql' ? <CodeFields {...props} /> : <MetricFields {...props} inCode={inCode} />}
    </>
  );
}

function wayOf({ expr, metric, matchers }: CohortBaseline, inCode: boolean): Way {
  if (expr !== undefined) {
    return 'promql';
  }
  return inCode && metric === undefined && !matchers ? 'promql' : 'metric';
}

function CodeFields({ baseline, change, problem }: Props) {
  return (
    <Labelled label="Other expression" help="cohortExpr" error={problem('baseline.expr')} wide>
      {({ id }) => (
        <CodeInput
          id={id}
          rows={3}
          placeholder="sum by (le) (increase(predicted_latency_seconds_bucket[$__window]))"
          value={baseline.expr ?? ''}
          invalid={problem('baseline.expr') !== undefined}
          onCommit={(expr) => change({ baseline: { ...baseline, expr } })}
        />
      )}
    </Labelled>
  );
}

function MetricFields({ baseline, question, datasource, change, problem, inCode }: Props & { inCode: boolean }) {
  const side = baselineSelection(question.current, baseline);
  const sort = sortOf(side);
  return (
    <>
      <Labelled
        label={sort === 'histogram' ? 'Other histogram' : 'Other metric'}
        help="cohortMetric"
        error={problem('baseline.metric')}
        grow
      >
        {(ids) => (
          <MetricPicker
            {...ids}
            datasource={datasource}
            sort={sort}
            value={baseline.metric}
            placeholder={inCode ? undefined : 'the same'}
            onChange={(metric) => change({ baseline: { ...baseline, metric: metric ?? (inCode ? '' : undefined) } })}
          />
        )}
      </Labelled>
      <Labelled
        label={inCode ? 'Baseline matchers' : 'What differs'}
        help={inCode ? 'matchers' : 'cohortMatchers'}
        error={problem('baseline.matchers')}
        group
      >
        {() => (
          <MatcherRows
            name="Baseline matcher"
            datasource={datasource}
            matchers={baseline.matchers ?? []}
            side={side}
            onChange={(matchers) =>
              change({ baseline: { ...baseline, matchers: matchers.length > 0 ? matchers : undefined } })
            }
          />
        )}
      </Labelled>
    </>
  );
}
