import { defaultOffset } from '../../query/defaults';
import type { PreviousBaseline } from '../../query/query';
import { DraftInput } from '../DraftInput';
import { Labelled } from '../Labelled';
import type { SectionProps } from '../sectionProps';

/** The same series, some time before. */
export function PreviousFields({ baseline, question, change, problem }: SectionProps & { baseline: PreviousBaseline }) {
  return (
    <Labelled label="Offset" help="offset" error={problem('baseline.offset')}>
      {({ id }) => (
        <DraftInput
          id={id}
          width={14}
          value={baseline.offset ?? ''}
          placeholder={defaultOffset(question.window)}
          suggestions={['1h', '1d', '7d', '28d']}
          invalid={problem('baseline.offset') !== undefined}
          onCommit={(text) => change({ baseline: { ...baseline, offset: text || undefined } })}
        />
      )}
    </Labelled>
  );
}
