import { defaultPeriod } from '../../query/defaults';
import type { SeasonalBaseline } from '../../query/query';
import { DraftInput } from '../DraftInput';
import { Labelled } from '../Labelled';
import { NumberInput } from '../NumberInput';
import type { SectionProps } from '../sectionProps';

/** The same hours before. */
export function SeasonalFields({ baseline, question, change, problem }: SectionProps & { baseline: SeasonalBaseline }) {
  return (
    <>
      <Labelled label="Period" help="period" error={problem('baseline.period')}>
        {({ id }) => (
          <DraftInput
            id={id}
            width={14}
            value={baseline.period ?? ''}
            placeholder={defaultPeriod(question.window)}
            suggestions={['1d', '7d', '28d']}
            invalid={problem('baseline.period') !== undefined}
            onCommit={(text) => change({ baseline: { ...baseline, period: text || undefined } })}
          />
        )}
      </Labelled>
      <Labelled label="How many" help="seasonCount" error={problem('baseline.count')}>
        {({ id }) => (
          <NumberInput
            id={id}
            width={12}
            min={1}
            max={100}
            placeholder="4"
            value={baseline.count}
            invalid={problem('baseline.count') !== undefined}
            onCommit={(count) => change({ baseline: { ...baseline, count } })}
          />
        )}
      </Labelled>
    </>
  );
}
