import { EXEMPLAR_BINS } from '../../query/exemplars';
import { Labelled } from '../Labelled';
import { NumberInput } from '../NumberInput';
import type { SectionProps } from '../sectionProps';

/** Which exemplars are returned. */
export function ExemplarsFields({ query, change, problem }: SectionProps) {
  return (
    <Labelled label="Bins searched" help="exemplarBins" error={problem('exemplars.bins')}>
      {({ id }) => (
        <NumberInput
          id={id}
          width={12}
          {...EXEMPLAR_BINS}
          placeholder="3"
          value={query.exemplars?.bins}
          invalid={problem('exemplars.bins') !== undefined}
          onCommit={(bins) => change({ exemplars: bins === undefined ? undefined : { bins } })}
        />
      )}
    </Labelled>
  );
}
