import { css } from '@emotion/css';
import { useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { HistodriftDataSource } from '../datasource';
import { matcherText } from '../query/matcher';
import type { Matcher, Selection } from '../query/query';
import { AddButton } from './AddButton';
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

interface Row {
  row: MatcherDraft;
  /** The matcher of the query that the row stands for. */
  replaced?: Matcher;
  change: (next: MatcherDraft) => void;
  remove: () => void;
}

const blank: MatcherDraft = { label: '', op: '=' };

/**
 * Label matchers. A row that is being written is not part of the query until it has a label and a value; where it
 * changes the label of a matcher, that one stays in the query until then.
 */
export function MatcherRows({ datasource, matchers, side, onChange, name }: Props) {
  const styles = useStyles2(getStyles);
  const [draft, setDraft] = useState<MatcherDraft>();
  // Changes that are not finished yet, by the text of the matcher that they will replace.
  const [edits, setEdits] = useState<Record<string, MatcherDraft | undefined>>({});
  const setEdit = (of: Matcher, next?: MatcherDraft) => setEdits({ ...edits, [matcherText(of)]: next });

  const changeDraft = (next: MatcherDraft) => {
    if (isComplete(next)) {
      setDraft(undefined);
      onChange([...matchers, next]);
    } else {
      setDraft(next);
    }
  };

  const change = (i: number, next: MatcherDraft) => {
    if (isComplete(next)) {
      setEdit(matchers[i]);
      onChange(matchers.map((m, k) => (k === i ? next : m)));
    } else {
      setEdit(matchers[i], next);
    }
  };

  const remove = (i: number) => {
    setEdit(matchers[i]);
    onChange(matchers.filter((_, k) => k !== i));
  };

  const rows: Row[] = matchers.map((matcher, i) => ({
    row: edits[matcherText(matcher)] ?? matcher,
    replaced: matcher,
    change: (next) => change(i, next),
    remove: () => remove(i),
  }));
  if (draft) {
    rows.push({ row: draft, change: changeDraft, remove: () => setDraft(undefined) });
  }

  return (
    <div className={styles.rows}>
      {rows.map(({ row, replaced, change, remove }, i) => (
        <MatcherRow
          key={i}
          name={`${name} ${i + 1}`}
          datasource={datasource}
          matcher={row}
          // A row must not narrow down its own choices.
          side={{
            ...side,
            matchers: side.matchers?.filter(({ label }) => label !== row.label && label !== replaced?.label),
          }}
          onChange={change}
          onRemove={remove}
        />
      ))}
      <AddButton name={name.toLowerCase()} disabled={draft !== undefined} onClick={() => setDraft(blank)} />
    </div>
  );
}

function isComplete(draft: MatcherDraft): draft is Matcher {
  return draft.label !== '' && draft.value !== undefined;
}

const getStyles = (theme: GrafanaTheme2) => ({
  rows: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
});
