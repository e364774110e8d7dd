import { Combobox, RadioButtonGroup } from '@grafana/ui';
import { BIN_COUNT, canJoin } from '../../query/bins';
import type { Bins, BinsKind, Scale } from '../../query/query';
import { Labelled } from '../Labelled';
import { NumberInput } from '../NumberInput';
import type { SectionProps } from '../sectionProps';

const kinds: Array<{ value: BinsKind; label: string; description: string }> = [
  { value: 'stored', label: 'As stored', description: 'Every bucket or category on its own' },
  { value: 'quantiles', label: 'Quantiles', description: 'Each with an equal share of the baseline' },
  { value: 'equalWidth', label: 'Equal width', description: 'From the lowest to the highest bound' },
  { value: 'top', label: 'Top categories', description: 'The most frequent ones, all others together' },
];

const scales: Array<{ value: Scale; label: Scale }> = [
  { value: 'linear', label: 'linear' },
  { value: 'log', label: 'log' },
];

/** Which bins are told apart. */
export function BinsFields({ query, question, change, problem }: SectionProps) {
  const { bins } = question;
  const changeBins = (patch: object) => change({ bins: { ...query.bins, ...patch } as Bins });
  return (
    <>
      <Labelled label="Bins" help="bins" error={problem('bins.kind')}>
        {({ id, labelId }) => (
          <Combobox
            id={id}
            aria-labelledby={labelId}
            width={22}
            // What does not apply is not offered; what is there all the same is shown.
            options={kinds.filter(({ value }) => value === bins.kind || canJoin(value, question))}
            value={bins.kind}
            onChange={({ value }) => change({ bins: value === 'stored' ? undefined : { kind: value } })}
          />
        )}
      </Labelled>
      {'count' in bins && (
        <Labelled label="Number of bins" help="binCount" error={problem('bins.count')}>
          {({ id }) => (
            <NumberInput
              id={id}
              width={12}
              {...BIN_COUNT}
              value={bins.count}
              invalid={problem('bins.count') !== undefined}
              onCommit={(count) => changeBins({ count })}
            />
          )}
        </Labelled>
      )}
      {bins.kind === 'equalWidth' && (
        <Labelled label="Scale" help="scale" group>
          {() => (
            <RadioButtonGroup
              aria-label="Scale"
              options={scales}
              value={bins.scale}
              onChange={(scale) => changeBins({ scale })}
            />
          )}
        </Labelled>
      )}
    </>
  );
}
