import { useState } from 'react';
import { canBeJoint } from '../../query/joint';
import { sourceOf } from '../../query/source';
import { SourceMemory } from '../../query/switchSource';
import { Labelled } from '../Labelled';
import { LabelsInput } from '../LabelsInput';
import { MatcherRows } from '../MatcherRows';
import { More } from '../More';
import { Row, Section } from '../Section';
import type { SectionProps } from '../sectionProps';
import { BinsFields } from './BinsFields';
import { CategoryFields } from './CategoryFields';
import { CodeFields } from './CodeFields';
import { EstimatorFields } from './EstimatorFields';
import { Formulas } from './Formulas';
import { HistogramFields } from './HistogramFields';
import { MeasureFields } from './MeasureFields';
import { SourceChoice } from './SourceChoice';
import { TypeChoice, type TypeOption } from './TypeChoice';
import { WindowField } from './WindowField';

const fields = { histogram: HistogramFields, categories: CategoryFields, promql: CodeFields };

/** The formats of a histogram. */
const histogramTypes: TypeOption[] = [
  { value: 'auto', label: 'auto' },
  { value: 'classic', label: 'classic' },
  { value: 'native', label: 'native' },
];

/** What a metric of categories may be. */
const categoryTypes: TypeOption[] = [
  { value: 'auto', label: 'auto' },
  { value: 'categoryCounter', label: 'counter' },
  { value: 'categoryGauge', label: 'gauge' },
];

/** What is watched: the series of the current side, the groups they make, and how their change is measured. */
export function WhatSection(props: SectionProps) {
  const { query, question, datasource, change, refit, problem } = props;
  const { current, groupBy, joint, measures, unit, bins, estimator, smoothing } = question;
  const [memory] = useState(() => new SourceMemory());
  const source = sourceOf(current);
  const Fields = fields[source];
  const isTyped = (current.type ?? 'auto') !== 'auto';
  return (
    <Section title="What" hint="The distribution to watch">
      <Row>
        <SourceChoice
          value={source}
          onChange={(next) => refit(memory.switch(next, { ...query, current, groupBy, joint }))}
        />
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
        {(canBeJoint(question.view) || joint.length > 0) && (
          <Labelled label="Part of the bin" help="joint" error={problem('joint')} grow>
            {(ids) => (
              <LabelsInput
                {...ids}
                datasource={datasource}
                side={current}
                placeholder="no labels"
                value={joint}
                onChange={(labels) => refit({ joint: labels.length > 0 ? labels : undefined })}
              />
            )}
          </Labelled>
        )}
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
      <Row>
        <MeasureFields {...props} />
        <WindowField {...props} />
      </Row>
      <Formulas names={measures} unit={unit} />
      <More
        label={source === 'promql' ? 'bins, estimator' : 'type, bins, estimator'}
        used={isTyped || bins.kind !== 'stored' || estimator !== 'corrected' || smoothing !== undefined}
        wrong={['current.type', 'bins', 'estimator', 'smoothing'].some(problem)}
      >
        <Row>
          {source === 'histogram' && <TypeChoice {...props} types={histogramTypes} help="histogramType" />}
          {source === 'categories' && <TypeChoice {...props} types={categoryTypes} help="categoryType" />}
          <BinsFields {...props} />
          <EstimatorFields {...props} />
        </Row>
      </More>
    </Section>
  );
}
