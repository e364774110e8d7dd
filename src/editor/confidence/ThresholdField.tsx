import { areInUnit } from '../../query/measure';
import { underNoise } from '../../query/underNoise';
import { viewOrDefault } from '../../query/view';
import { Labelled } from '../Labelled';
import { NumberInput } from '../NumberInput';
import type { SectionProps } from '../sectionProps';

/** The divergence that matters, and a word where noise alone would exceed it. */
export function ThresholdField({ question, change, problem, frames }: SectionProps) {
  const { threshold, measures, unit, alertOn } = question;
  const warning = underNoise(threshold, alertOn, frames);
  return (
    <Labelled label="Threshold" help="threshold" error={problem('threshold')} warning={warning}>
      {({ id, describedBy }) => (
        <NumberInput
          id={id}
          aria-describedby={describedBy}
          width={14}
          placeholder={viewOrDefault(question).needsThreshold ? '0.05' : 'none'}
          suffix={areInUnit(measures) ? unit : undefined}
          value={threshold}
          invalid={problem('threshold') !== undefined}
          onCommit={(value) => change({ threshold: value })}
        />
      )}
    </Labelled>
  );
}
