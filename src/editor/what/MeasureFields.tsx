import { MultiCombobox, RadioButtonGroup } from '@grafana/ui';
import { dependOnUnit, measures } from '../../query/measure';
import { canMeasure } from '../../query/measureProblems';
import type { Unit } from '../../query/query';
import { canBeIn, viewOrDefault } from '../../query/view';
import { Labelled } from '../Labelled';
import type { SectionProps } from '../sectionProps';

const measureOptions = measures.map(({ name, label, reading }) => ({ value: name, label, description: reading }));

const units: Array<{ value: Unit; label: Unit }> = [
  { value: 'nats', label: 'nats' },
  { value: 'bits', label: 'bits' },
];

/** The distance between the two sides, and its unit. */
export function MeasureFields({ question, change, problem }: SectionProps) {
  const { measures: asked, unit } = question;
  const view = viewOrDefault(question);
  // What does not apply is not offered; what is there all the same is shown.
  const options = measureOptions.filter(
    ({ value }) => asked.includes(value) || (canMeasure(value, question) && canBeIn(view, value))
  );
  return (
    <>
      <Labelled label="Measures" help="measures" error={problem('measures')} grow>
        {({ id, labelId }) => (
          <MultiCombobox
            id={id}
            aria-labelledby={labelId}
            options={options}
            value={asked}
            onChange={(chosen) => {
              const names = chosen.map(({ value }) => value);
              // Where there can be one only, the newest takes the place of the others.
              change({ measures: view.ofOneMeasure ? names.slice(-1) : names });
            }}
          />
        )}
      </Labelled>
      {dependOnUnit(asked) && (
        <Labelled label="Unit" help="unit" group>
          {() => (
            <RadioButtonGroup
              aria-label="Unit"
              options={units}
              value={unit}
              onChange={(chosen) => change({ unit: chosen })}
            />
          )}
        </Labelled>
      )}
    </>
  );
}
