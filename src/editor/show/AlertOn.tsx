import { Combobox } from '@grafana/ui';
import { canAlertOn, statistics } from '../../query/statistic';
import { viewOrDefault } from '../../query/view';
import { Labelled } from '../Labelled';
import type { SectionProps } from '../sectionProps';

/** The number that alert rules see. */
export function AlertOn({ question, change, problem }: SectionProps) {
  const { alertOn } = question;
  const own = viewOrDefault(question).statistics;
  // What does not apply is not offered; what is there all the same is shown.
  const offered = own.filter((name) => name === alertOn || canAlertOn(name, question));
  const names = own.includes(alertOn) ? offered : [...offered, alertOn];
  if (names.length < 2) {
    return null;
  }
  return (
    <Labelled label="Alert on" help="alertOn" error={problem('alertOn')}>
      {({ id, labelId }) => (
        <Combobox
          id={id}
          aria-labelledby={labelId}
          width={22}
          options={names.map((value) => ({
            value,
            label: statistics[value]?.label ?? value,
            description: statistics[value]?.description,
          }))}
          value={alertOn}
          onChange={({ value }) => change({ alertOn: value })}
        />
      )}
    </Labelled>
  );
}
