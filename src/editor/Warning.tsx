import { css } from '@emotion/css';
import type { ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

/** What a person should know about a value that works. Mistakes are said otherwise. */
export function Warning({ id, children }: { id?: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <div id={id} role="status" aria-label="Warning" className={styles.warning}>
      <Icon name="exclamation-triangle" size="sm" className={styles.icon} />
      <span>{children}</span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  warning: css({
    display: 'flex',
    gap: theme.spacing(0.75),
    maxWidth: 420,
    marginTop: theme.spacing(0.5),
    color: theme.colors.warning.text,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  icon: css({ flexShrink: 0, marginTop: 2 }),
});
