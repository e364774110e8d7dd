import { MultiCombobox, RadioButtonGroup } from '@grafana/ui';
import { dependOnUnit, measures } from '../query/measure';
import { canMeasure } from '../query/measureProblems';
import type { Unit } from '../query/query';
import { RANGE } from '../query/variable';
import { DraftInput } from './DraftInput';
import { EstimatorFields } from './EstimatorFields';
import { Formulas } from './Formulas';
import { Labelled } from './Labelled';
import { Row, Section } from './Section';
import { Toggle } from './Toggle';
import type { SectionProps } from './sectionProps';

const measureOptions = measures.map(({ name, label, reading }) => ({ value: name, label, description: reading }));

const units: Array<{ value: Unit; label: Unit }> = [
  { value: 'nats', label: 'nats' },
  { value: 'bits', label: 'bits' },
];

/** The distance between the two sides, and over which length of time. */
export function MeasureSection(props: SectionProps) {
  const { question, change, problem } = props;
  const asked = question.measures;
  // What does not apply is not offered; what is there all the same is shown.
  const options = measureOptions.filter(({ value }) => asked.includes(value) || canMeasure(value, question.current));
  return (
    <Section title="Measured as" hint="The distance, over time">
      <Row>
        <Labelled label="Window" help="window" error={problem('window')}>
          {({ id }) => (
            <DraftInput
              id={id}
              width={14}
              value={question.window}
              suggestions={['5m', '15m', '1h', '6h', '1d', '7d', RANGE]}
              invalid={problem('window') !== undefined}
              onCommit={(text) => change({ window: text || undefined })}
            />
          )}
        </Labelled>
        <Labelled label="Measures" help="measures" error={problem('measures')} grow>
          {({ id, labelId }) => (
            <MultiCombobox
              id={id}
              aria-labelledby={labelId}
              options={options}
              value={asked}
              onChange={(chosen) => change({ measures: chosen.map(({ value }) => value) })}
            />
          )}
        </Labelled>
        {dependOnUnit(asked) && (
          <Labelled label="Unit" help="unit" group>
            {() => (
              <RadioButtonGroup
                aria-label="Unit"
                options={units}
                value={question.unit}
                onChange={(unit) => change({ unit })}
              />
            )}
          </Labelled>
        )}
        <EstimatorFields {...props} />
        <Labelled label="Single value" help="instant">
          {({ id }) => <Toggle id={id} value={question.instant} onChange={(instant) => change({ instant })} />}
        </Labelled>
      </Row>
      <Formulas names={asked} unit={question.unit} />
    </Section>
  );
}
