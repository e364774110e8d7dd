import { css } from '@emotion/css';
import { useState } from 'react';
import type { GrafanaTheme2, TimeRange } from '@grafana/data';
import { Button, IconButton, useStyles2 } from '@grafana/ui';
import type { Interval } from '../../query/query';
import { toRFC3339 } from '../../query/time';
import { AddButton } from '../AddButton';
import { DraftInput } from '../DraftInput';

type End = keyof Interval;

interface Props {
  intervals: Interval[];
  range?: TimeRange;
  invalid: (i: number, end: End) => boolean;
  onChange: (intervals: Interval[]) => void;
}

const ends: Array<{ end: End; label: string; placeholder: string }> = [
  { end: 'from', label: 'From', placeholder: '2026-11-01T00:00:00Z' },
  { end: 'to', label: 'To', placeholder: '2026-11-02T00:00:00Z' },
];

/** Intervals of time. One that is being written is not part of the query until it has both ends. */
export function IntervalRows({ intervals, range, invalid, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const [draft, setDraft] = useState<Interval>();

  const change = (i: number, next: Interval) => {
    if (i < intervals.length) {
      onChange(intervals.map((interval, k) => (k === i ? next : interval)));
    } else if (next.from && next.to) {
      setDraft(undefined);
      onChange([...intervals, next]);
    } else {
      setDraft(next);
    }
  };
  const remove = (i: number) =>
    i < intervals.length ? onChange(intervals.filter((_, k) => k !== i)) : setDraft(undefined);
  const takeRange = (shown: TimeRange) =>
    onChange([...intervals, { from: shown.from.toISOString(), to: shown.to.toISOString() }]);

  return (
    <div className={styles.list}>
      {[...intervals, ...(draft ? [draft] : [])].map((interval, i) => (
        <div key={i} className={styles.row} role="group" aria-label={`Interval ${i + 1}`}>
          {ends.map(({ end, label, placeholder }) => (
            <DraftInput
              key={end}
              aria-label={label}
              width={25}
              placeholder={placeholder}
              value={interval[end]}
              invalid={invalid(i, end)}
              onCommit={(text) => change(i, { ...interval, [end]: toRFC3339(text) })}
            />
          ))}
          <IconButton name="times" variant="secondary" tooltip={`Remove interval ${i + 1}`} onClick={() => remove(i)} />
        </div>
      ))}
      <div className={styles.row}>
        <AddButton name="interval" disabled={draft !== undefined} onClick={() => setDraft({ from: '', to: '' })} />
        {range && (
          <Button type="button" variant="secondary" fill="outline" size="sm" onClick={() => takeRange(range)}>
            Add the range shown
          </Button>
        )}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
  row: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5) }),
});
