import { MultiCombobox } from '@grafana/ui';
import { useLabels } from '../lookup/useSideOptions';
import { Labelled } from './Labelled';
import { MatcherRows } from './MatcherRows';
import { MetricPicker } from './MetricPicker';
import { Row, Section } from './Section';
import type { SectionProps } from './sectionProps';

/** What is watched: the series of the current side, and the groups they make. */
export function WhatSection({ question, datasource, change, problem }: SectionProps) {
  const { current, groupBy } = question;
  const labels = useLabels(datasource, current);
  return (
    <Section title="What" hint="The distribution to watch">
      <Row>
        <Labelled label="Histogram" help="metric" error={problem('current.metric')} grow>
          {(ids) => (
            <MetricPicker
              {...ids}
              datasource={datasource}
              value={current.metric}
              onChange={(metric) => change({ current: { ...current, metric: metric ?? '' } })}
            />
          )}
        </Labelled>
        <Labelled label="Group by" help="groupBy" error={problem('groupBy')} grow>
          {({ id, labelId }) => (
            <MultiCombobox
              id={id}
              aria-labelledby={labelId}
              placeholder="no groups"
              options={labels}
              createCustomValue
              isClearable
              value={groupBy}
              onChange={(options) => change({ groupBy: options.map(({ value }) => value) })}
            />
          )}
        </Labelled>
      </Row>
      <Labelled label="Matchers" help="matchers" error={problem('current.matchers')} group>
        {() => (
          <MatcherRows
            name="Matcher"
            datasource={datasource}
            matchers={current.matchers ?? []}
            side={current}
            onChange={(matchers) => change({ current: { ...current, matchers } })}
          />
        )}
      </Labelled>
    </Section>
  );
}
