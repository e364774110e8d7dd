import { RadioButtonGroup } from '@grafana/ui';
import type { Over, SLO } from '../../query/options';
import { completeSLO } from '../../query/slo';
import { DraftInput } from '../DraftInput';
import { Labelled } from '../Labelled';
import { PercentInput } from '../PercentInput';
import type { SectionProps } from '../sectionProps';
import { withoutBlanks } from './withoutBlanks';

const overs: Array<{ value: Over; label: Over }> = [
  { value: 'windows', label: 'windows' },
  { value: 'groups', label: 'groups' },
];

const lengths = [
  { name: 'period', label: 'Period', help: 'sloPeriod', suggestions: ['7d', '28d', '30d'] },
  { name: 'long', label: 'Long burn window', help: 'sloLong', suggestions: ['1h', '6h', '1d', '3d'] },
  { name: 'short', label: 'Short burn window', help: 'sloShort', suggestions: ['5m', '30m', '2h', '6h'] },
] as const;

/** An objective, its budget, and the windows of its burn rates. */
export function SLOFields({ query, question, change, problem }: SectionProps) {
  const given = query.slo ?? {};
  const slo = question.slo ?? completeSLO({}, question.window);
  const changeOptions = (patch: SLO) => change({ slo: withoutBlanks({ ...given, ...patch }) });
  return (
    <>
      <Labelled label="Objective" help="sloTarget" error={problem('slo.target')}>
        {({ id }) => (
          <PercentInput
            id={id}
            value={slo.target}
            invalid={problem('slo.target') !== undefined}
            onCommit={(target) => changeOptions({ target })}
          />
        )}
      </Labelled>
      <Labelled label="Share of" help="sloOver" error={problem('slo.over')} group>
        {() => (
          <RadioButtonGroup
            aria-label="Share of"
            options={overs}
            value={slo.over}
            onChange={(over) => changeOptions({ over })}
          />
        )}
      </Labelled>
      {lengths.map(({ name, label, help, suggestions }) => (
        <Labelled key={name} label={label} help={help} error={problem(`slo.${name}`)}>
          {({ id }) => (
            <DraftInput
              id={id}
              width={14}
              placeholder={slo[name]}
              suggestions={[...suggestions]}
              value={given[name] ?? ''}
              invalid={problem(`slo.${name}`) !== undefined}
              onCommit={(text) => changeOptions({ [name]: text || undefined })}
            />
          )}
        </Labelled>
      ))}
    </>
  );
}
