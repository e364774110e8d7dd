import { useState } from 'react';
import { sourceOf } from '../../query/source';
import { SourceMemory } from '../../query/switchSource';
import { Labelled } from '../Labelled';
import { LabelsInput } from '../LabelsInput';
import { MatcherRows } from '../MatcherRows';
import { Row, Section } from '../Section';
import type { SectionProps } from '../sectionProps';
import { CategoryFields } from './CategoryFields';
import { CodeFields } from './CodeFields';
import { HistogramFields } from './HistogramFields';
import { SourceChoice } from './SourceChoice';

const fields = { histogram: HistogramFields, categories: CategoryFields, promql: CodeFields };

/** What is watched: the series of the current side, and the groups they make. */
export function WhatSection(props: SectionProps) {
  const { query, question, datasource, change, problem } = props;
  const { current, groupBy } = question;
  const [memory] = useState(() => new SourceMemory());
  const source = sourceOf(current);
  const Fields = fields[source];
  return (
    <Section title="What" hint="The distribution to watch">
      <Row>
        <SourceChoice value={source} onChange={(next) => change(memory.switch(next, { ...query, current, groupBy }))} />
        <Fields {...props} />
        <Labelled label="Group by" help="groupBy" error={problem('groupBy')} grow>
          {(ids) => (
            <LabelsInput
              {...ids}
              datasource={datasource}
              side={current}
              placeholder="no groups"
              value={groupBy}
              onChange={(labels) => change({ groupBy: labels })}
            />
          )}
        </Labelled>
      </Row>
      {source !== 'promql' && (
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
      )}
    </Section>
  );
}
