import type { PreviousBaseline } from '../../query/query';
import { DraftInput } from '../DraftInput';
import { Labelled } from '../Labelled';
import type { SectionProps } from '../sectionProps';

type Props = SectionProps & { baseline: PreviousBaseline };

/** Length of an earlier baseline, where that is not the window's. */
export function BaselineWindow({ baseline, question, change, problem, warning }: Props) {
  return (
    <Labelled
      label="Baseline window"
      help="baselineWindow"
      error={problem('baseline.window')}
      warning={warning('baseline.window')}
    >
      {({ id, describedBy }) => (
        <DraftInput
          id={id}
          aria-describedby={describedBy}
          width={14}
          value={baseline.window ?? ''}
          placeholder={question.window}
          suggestions={['1h', '6h', '1d', '7d']}
          invalid={problem('baseline.window') !== undefined}
          onCommit={(text) => change({ baseline: { ...baseline, window: text || undefined } })}
        />
      )}
    </Labelled>
  );
}
