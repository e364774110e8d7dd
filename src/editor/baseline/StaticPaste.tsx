import { css } from '@emotion/css';
import { useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, TextArea, useStyles2 } from '@grafana/ui';
import { parseStatic } from '../../query/paste';
import type { Selection, StaticBaseline } from '../../query/query';
import { binsAre } from '../../query/source';
import { isDone } from '../CodeInput';
import { Labelled } from '../Labelled';

interface Props {
  current: Selection;
  onPaste: (baseline: StaticBaseline) => void;
}

/** Takes a whole distribution from a text. What can't be read stays where it is, with the reason. */
export function StaticPaste({ current, onPaste }: Props) {
  const styles = useStyles2(getStyles);
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();

  const take = () => {
    const pasted = parseStatic(text, current);
    setError(pasted.error);
    if (pasted.baseline) {
      setText('');
      onPaste(pasted.baseline);
    }
  };
  return (
    <Labelled label="Paste" help="paste" error={error} grow>
      {({ id }) => (
        <div className={styles.paste}>
          <TextArea
            id={id}
            className={styles.text}
            rows={4}
            spellCheck={false}
            placeholder={exampleFor(current)}
            value={text}
            invalid={error !== undefined}
            aria-invalid={error !== undefined}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (isDone(event) && text.trim() !== '') {
                event.preventDefault();
                take();
              }
            }}
          />
          <Button
            type="button"
            variant="secondary"
            fill="outline"
            size="sm"
            disabled={text.trim() === ''}
            onClick={take}
          >
            Take over
          </Button>
        </div>
      )}
    </Labelled>
  );
}

/** Two or three lines as they may be pasted. */
function exampleFor(current: Selection): string {
  if (binsAre(current) !== 'categories') {
    return '0.1,120\n0.5,80\n+Inf,3';
  }
  const others = ',…'.repeat(Math.max((current.category?.length ?? 1) - 1, 0));
  return `DE${others},120\nFR${others},80`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  paste: css({ display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: theme.spacing(1) }),
  text: css({
    resize: 'vertical',
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
