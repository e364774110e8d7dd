import { Combobox } from '@grafana/ui';
import { canAlertOn } from '../../query/confidence';
import type { Statistic } from '../../query/query';
import { Labelled } from '../Labelled';
import type { SectionProps } from '../sectionProps';

const statistics: Array<{ value: Statistic; label: string; description: string }> = [
  { value: 'estimate', label: 'Estimate', description: 'What was measured' },
  { value: 'lower', label: 'Lower limit', description: 'What is certain' },
  { value: 'upper', label: 'Upper limit', description: 'What is possible' },
  { value: 'aboveNormal', label: 'Above normal', description: 'How far the estimate lies above the expected range' },
];

/** The number that alert rules see. */
export function AlertOn({ question, change, problem }: SectionProps) {
  const { alertOn } = question;
  // What does not apply is not offered; what is there all the same is shown.
  const options = statistics.filter(({ value }) => value === alertOn || canAlertOn(value, question));
  if (options.length < 2) {
    return null;
  }
  return (
    <Labelled label="Alert on" help="alertOn" error={problem('alertOn')}>
      {({ id, labelId }) => (
        <Combobox
          id={id}
          aria-labelledby={labelId}
          width={22}
          options={options}
          value={alertOn}
          onChange={({ value }) => change({ alertOn: value })}
        />
      )}
    </Labelled>
  );
}
