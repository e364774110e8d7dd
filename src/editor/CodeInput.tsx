import { css } from '@emotion/css';
import { type KeyboardEvent, useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextArea, useStyles2 } from '@grafana/ui';

interface Props {
  id: string;
  value: string;
  onCommit: (value: string) => void;
  placeholder?: string;
  invalid?: boolean;
  rows?: number;
}

/**
 * A text of several lines that keeps what is typed to itself until the person is done: on Ctrl or Shift with Enter, or
 * when the input is left. Escape goes back.
 */
export function CodeInput({ value, onCommit, invalid, ...input }: Props) {
  const styles = useStyles2(getStyles);
  const [draft, setDraft] = useState<string>();

  const commit = () => {
    setDraft(undefined);
    if (draft !== undefined && draft.trim() !== value) {
      onCommit(draft.trim());
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isDone(event)) {
      event.preventDefault();
      commit();
    } else if (event.key === 'Escape') {
      setDraft(undefined);
    }
  };

  return (
    <TextArea
      {...input}
      className={styles.code}
      invalid={invalid}
      aria-invalid={invalid}
      value={draft ?? value}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}

/** Whether a key says that a text of several lines is finished. */
export function isDone({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return key === 'Enter' && (ctrlKey || metaKey || shiftKey);
}

const getStyles = (theme: GrafanaTheme2) => ({
  code: css({
    resize: 'vertical',
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
