import { IconButton } from '@grafana/ui';
import type { StaticRow as Row } from '../../query/staticRows';
import { DraftInput } from '../DraftInput';
import { NumberInput } from '../NumberInput';

interface Props {
  /** What the row is called by screen readers. */
  name: string;
  className: string;
  /** Titles of what comes before the weight. */
  columns: string[];
  row: Row;
  byBounds: boolean;
  onChange: (row: Row) => void;
  onRemove: () => void;
}

/** A bound or a category, and its weight. A number can't be emptied, only the row removed. */
export function StaticRow({ name, className, columns, row, byBounds, onChange, onRemove }: Props) {
  const change = (key: 'bound' | 'weight') => (value?: number) =>
    value !== undefined && onChange({ ...row, [key]: value });
  const changeValue = (column: number, text: string) =>
    onChange({ ...row, values: columns.map((_, i) => (i === column ? text : (row.values[i] ?? ''))) });
  return (
    <div className={className} role="group" aria-label={name}>
      {byBounds ? (
        <NumberInput aria-label="Bound" value={row.bound} onCommit={change('bound')} />
      ) : (
        columns.map((title, i) => (
          <DraftInput
            key={title}
            aria-label={title}
            placeholder="no value"
            value={row.values[i] ?? ''}
            onCommit={(text) => changeValue(i, text)}
          />
        ))
      )}
      <NumberInput aria-label="Weight" value={row.weight} onCommit={change('weight')} />
      <IconButton name="times" variant="secondary" tooltip={`Remove ${name.toLowerCase()}`} onClick={onRemove} />
    </div>
  );
}
