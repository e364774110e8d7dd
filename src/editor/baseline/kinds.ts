import { leftOutOf } from '../../query/baseline';
import type { Baseline, BaselineKind, Selection } from '../../query/query';
import { emptyStatic } from '../../query/written';

/** The kinds of baseline, as they are in the menu. */
export const kinds: Array<{ value: BaselineKind; label: string; description: string }> = [
  { value: 'previous', label: 'Earlier', description: 'The same series, some time before' },
  { value: 'seasonal', label: 'Same hours before', description: 'The same hours of the last weeks or days, together' },
  { value: 'fixed', label: 'Fixed range', description: 'The same series in a known good time' },
  { value: 'cohort', label: 'Other series', description: 'Other series at the same time, such as canary and stable' },
  { value: 'rest', label: 'All other groups', description: 'Each group against the others, such as one tenant' },
  { value: 'static', label: 'Written down', description: 'A distribution given here, such as that of training data' },
];

/** What a kind starts with. What is left out goes along. */
export function startOf(kind: BaselineKind, before: Baseline, current: Selection): Baseline {
  const left = leftOutOf(before);
  switch (kind) {
    case 'previous':
      return { kind, offset: '1d', ...left };
    case 'seasonal':
      return { kind, period: '7d', count: 4, ...left };
    case 'fixed':
      return { kind, from: '', to: '', ...left };
    case 'static':
      return emptyStatic(current);
    default:
      return { kind, ...left };
  }
}
