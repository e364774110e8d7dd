import { useId } from 'react';
import { areInUnit } from '../../query/measure';
import { underNoise } from '../../query/underNoise';
import { Labelled } from '../Labelled';
import { NumberInput } from '../NumberInput';
import type { SectionProps } from '../sectionProps';
import { Warning } from './Warning';

/** The divergence that matters, and a word where noise alone would exceed it. */
export function ThresholdField({ question, change, problem, frames }: SectionProps) {
  const { threshold, measures, unit, alertOn } = question;
  const warningId = useId();
  const warning = underNoise(threshold, alertOn, frames);
  return (
    <Labelled label="Threshold" help="threshold" error={problem('threshold')}>
      {({ id }) => (
        <>
          <NumberInput
            id={id}
            aria-describedby={warning && warningId}
            width={14}
            placeholder="none"
            suffix={areInUnit(measures) ? unit : undefined}
            value={threshold}
            invalid={problem('threshold') !== undefined}
            onCommit={(value) => change({ threshold: value })}
          />
          {warning && <Warning id={warningId}>{warning}</Warning>}
        </>
      )}
    </Labelled>
  );
}
