import { css } from '@emotion/css';
import { type ReactNode, useId, useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

interface Props {
  /** Names what is in it. */
  label: string;
  /** Something in it is not as it is by default, so that it starts open. */
  used: boolean;
  /** Something in it is wrong, so that it must be seen. */
  wrong?: boolean;
  children: ReactNode;
}

/** Fields that are rarely needed, behind a line that names them. */
export function More({ label, used, wrong = false, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const [open, setOpen] = useState(used);
  const shown = open || wrong;
  return (
    <div className={styles.more}>
      <button
        type="button"
        className={styles.button}
        aria-expanded={shown}
        aria-controls={shown ? id : undefined}
        onClick={() => setOpen(!shown)}
      >
        <Icon name={shown ? 'angle-down' : 'angle-right'} />
        <span>More: {label}</span>
      </button>
      {shown && (
        <div id={id} className={styles.fields}>
          {children}
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  more: css({ display: 'flex', flexDirection: 'column', flex: '1 1 100%', gap: theme.spacing(1.5), minWidth: 0 }),
  button: css({
    display: 'inline-flex',
    alignItems: 'center',
    alignSelf: 'flex-start',
    gap: theme.spacing(0.5),
    maxWidth: '100%',
    padding: 0,
    border: 'none',
    background: 'none',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    textAlign: 'left',
    '&:hover': { color: theme.colors.text.primary },
  }),
  fields: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5), minWidth: 0 }),
});
