import { css } from '@emotion/css';
import { useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import type { HistodriftDataSource } from '../datasource';
import type { Matcher, Selection } from '../query/query';
import { MatcherRow, type MatcherDraft } from './MatcherRow';

interface Props {
  datasource: HistodriftDataSource;
  matchers: Matcher[];
  /** The side whose labels and values are offered. */
  side: Selection;
  onChange: (matchers: Matcher[]) => void;
  /** What the rows are called by screen readers, such as “Matcher”. */
  name: string;
}

const blank: MatcherDraft = { label: '', op: '=' };

/** Label matchers. A row that is being written is not part of the query until it has a label and a value. */
export function MatcherRows({ datasource, matchers, side, onChange, name }: Props) {
  const styles = useStyles2(getStyles);
  const [draft, setDraft] = useState<MatcherDraft>();

  const changeDraft = (next: MatcherDraft) => {
    if (isComplete(next)) {
      setDraft(undefined);
      onChange([...matchers, next]);
    } else {
      setDraft(next);
    }
  };

  const rows: Array<{ row: MatcherDraft; change: (next: MatcherDraft) => void; remove: () => void }> = matchers.map(
    (row, i) => ({
      row,
      change: (next) => isComplete(next) && onChange(matchers.map((m, k) => (k === i ? next : m))),
      remove: () => onChange(matchers.filter((_, k) => k !== i)),
    })
  );
  if (draft) {
    rows.push({ row: draft, change: changeDraft, remove: () => setDraft(undefined) });
  }

  return (
    <div className={styles.rows}>
      {rows.map(({ row, change, remove }, i) => (
        <MatcherRow
          key={i}
          name={`${name} ${i + 1}`}
          datasource={datasource}
          matcher={row}
          // A row must not narrow down its own choices.
          side={{ ...side, matchers: side.matchers?.filter(({ label }) => label !== row.label) }}
          onChange={change}
          onRemove={remove}
        />
      ))}
      <Button
        type="button"
        variant="secondary"
        fill="outline"
        size="sm"
        icon="plus"
        disabled={draft !== undefined}
        onClick={() => setDraft(blank)}
        aria-label={`Add ${name.toLowerCase()}`}
      >
        Add
      </Button>
    </div>
  );
}

function isComplete(draft: MatcherDraft): draft is Matcher {
  return draft.label !== '' && draft.value !== undefined;
}

const getStyles = (theme: GrafanaTheme2) => ({
  rows: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
});
