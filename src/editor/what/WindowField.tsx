import { RANGE } from '../../query/variable';
import { DraftInput } from '../DraftInput';
import { Labelled } from '../Labelled';
import type { SectionProps } from '../sectionProps';

/** The length of time that makes one distribution. */
export function WindowField({ question, change, problem, warning }: SectionProps) {
  return (
    <Labelled label="Window" help="window" error={problem('window')} warning={warning('window')}>
      {({ id, describedBy }) => (
        <DraftInput
          id={id}
          aria-describedby={describedBy}
          width={14}
          value={question.window}
          suggestions={['5m', '15m', '1h', '6h', '1d', '7d', RANGE]}
          invalid={problem('window') !== undefined}
          onCommit={(text) => change({ window: text || undefined })}
        />
      )}
    </Labelled>
  );
}
