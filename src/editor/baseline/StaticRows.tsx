import { css } from '@emotion/css';
import { useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { StaticBaseline } from '../../query/query';
import { type StaticRow as Row, inserted, isWritten, rowsOf, weightAbove, withRows } from '../../query/staticRows';
import { valuesOf } from '../../query/written';
import { AddButton } from '../AddButton';
import { NumberInput } from '../NumberInput';
import { StaticRow } from './StaticRow';

interface Props {
  baseline: StaticBaseline;
  /** The category labels, of which each has a column. */
  labels: string[];
  onChange: (baseline: StaticBaseline) => void;
}

/** The bins of a static baseline. One that is being written is not part of the query until it is complete. */
export function StaticRows({ baseline, labels, onChange }: Props) {
  const [draft, setDraft] = useState<Row>();
  const byBounds = baseline.bounds !== undefined;
  const columns = byBounds ? ['Bound'] : labels.length > 0 ? labels : unnamed(baseline);
  const styles = useStyles2(getStyles, columns.length + 1);
  const rows = rowsOf(baseline);
  const changeRows = (next: Row[]) => onChange(withRows(baseline, next));

  const changeDraft = (next: Row) => {
    if (isWritten(next, byBounds)) {
      setDraft(undefined);
      changeRows(inserted(rows, next));
    } else {
      setDraft(next);
    }
  };
  const add = () => setDraft({ values: columns.map(() => '') });

  return (
    <div className={styles.list}>
      <div className={styles.rows}>
        <div className={styles.row} aria-hidden>
          {[...columns, 'Weight'].map((title) => (
            <span key={title} className={styles.title}>
              {title}
            </span>
          ))}
        </div>
        {[...rows, ...(draft ? [draft] : [])].map((row, i) => (
          <StaticRow
            key={i}
            name={`Bin ${i + 1}`}
            className={styles.row}
            columns={columns}
            row={row}
            byBounds={byBounds}
            onChange={(next) =>
              row === draft ? changeDraft(next) : changeRows(rows.map((r) => (r === row ? next : r)))
            }
            onRemove={() => (row === draft ? setDraft(undefined) : changeRows(rows.filter((r) => r !== row)))}
          />
        ))}
        {byBounds && rows.length > 0 && (
          <div className={styles.row} role="group" aria-label="Above the last bound">
            <span className={styles.above}>above</span>
            <NumberInput
              aria-label="Weight"
              value={weightAbove(baseline)}
              onCommit={(weight = 0) => onChange(withRows(baseline, rows, weight))}
            />
          </div>
        )}
      </div>
      <AddButton name="bin" disabled={draft !== undefined} onClick={add} />
    </div>
  );
}

/** Titles of the values of categories whose labels only the answer of an expression knows. */
function unnamed({ categories: [first] = [] }: StaticBaseline): string[] {
  const count = first === undefined ? 1 : valuesOf(first).length;
  return count === 1 ? ['Category'] : Array.from({ length: count }, (_, i) => `Label ${i + 1}`);
}

const getStyles = (theme: GrafanaTheme2, columns: number) => ({
  list: css({ display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: theme.spacing(1) }),
  rows: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    width: '100%',
    maxWidth: 160 * columns,
    // A long distribution must not push the rest of the editor away.
    maxHeight: 300,
    overflowY: 'auto',
  }),
  row: css({
    display: 'grid',
    gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr)) ${theme.spacing(3)}`,
    alignItems: 'center',
    gap: theme.spacing(0.5),
  }),
  title: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  above: css({ paddingLeft: theme.spacing(1), color: theme.colors.text.secondary }),
});
