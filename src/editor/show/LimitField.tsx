import { DEFAULT_LIMIT } from '../../query/defaults';
import { ROWS } from '../../query/viewProblems';
import { viewOrDefault } from '../../query/view';
import { Labelled } from '../Labelled';
import { NumberInput } from '../NumberInput';
import type { SectionProps } from '../sectionProps';

/** Most rows of a view that has rows. */
export function LimitField({ query, question, change, problem }: SectionProps) {
  if (!viewOrDefault(question).limited) {
    return null;
  }
  return (
    <Labelled label="Rows at most" help="limit" error={problem('limit')}>
      {({ id }) => (
        <NumberInput
          id={id}
          width={12}
          {...ROWS}
          placeholder={String(DEFAULT_LIMIT)}
          value={query.limit}
          invalid={problem('limit') !== undefined}
          onCommit={(limit) => change({ limit })}
        />
      )}
    </Labelled>
  );
}
