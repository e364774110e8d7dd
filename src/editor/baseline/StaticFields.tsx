import type { StaticBaseline } from '../../query/query';
import { emptyStatic, fitsStatic } from '../../query/written';
import { Labelled } from '../Labelled';
import { NumberInput } from '../NumberInput';
import type { SectionProps } from '../sectionProps';
import { StaticPaste } from './StaticPaste';
import { StaticRows } from './StaticRows';

/** A distribution that is written down, as rows and as a text to be pasted. */
export function StaticFields({ baseline, question, change, problem }: SectionProps & { baseline: StaticBaseline }) {
  const { current } = question;
  const shown = fitsStatic(baseline, current) ? baseline : emptyStatic(current);
  const error = ['bounds', 'categories', 'weights'].map((field) => problem(`baseline.${field}`)).find(Boolean);
  return (
    <>
      <Labelled label="Samples" help="staticN" error={problem('baseline.n')}>
        {({ id }) => (
          <NumberInput
            id={id}
            width={14}
            placeholder="exact"
            value={shown.n}
            invalid={problem('baseline.n') !== undefined}
            onCommit={(n) => change({ baseline: { ...shown, n } })}
          />
        )}
      </Labelled>
      <Labelled label="Weights" help="staticBins" error={error} grow group>
        {() => (
          <StaticRows
            // Rows that are being written belong to their labels.
            key={JSON.stringify(current.category)}
            baseline={shown}
            labels={current.category ?? []}
            onChange={(next) => change({ baseline: next })}
          />
        )}
      </Labelled>
      <StaticPaste
        current={current}
        onPaste={({ n = shown.n, ...pasted }) => change({ baseline: { ...pasted, ...(n !== undefined && { n }) } })}
      />
    </>
  );
}
