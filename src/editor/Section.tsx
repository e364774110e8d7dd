import { css } from '@emotion/css';
import { type ReactNode, useId } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

interface Props {
  title: string;
  /** The question that the section answers. */
  hint: string;
  children: ReactNode;
}

/** One part of the editor: its title beside its fields, or above them where it is narrow. */
export function Section({ title, hint, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={styles.section}>
      <div className={styles.head}>
        <div id={id} className={styles.title}>
          {title}
        </div>
        <div className={styles.hint}>{hint}</div>
      </div>
      <div className={styles.body}>{children}</div>
    </div>
  );
}

/** Fields side by side, as many as fit. */
export function Row({ children }: { children: ReactNode }) {
  return <div className={useStyles2(getStyles).row}>{children}</div>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 2),
    padding: theme.spacing(1.5),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  head: css({ flex: '0 1 150px', minWidth: 130 }),
  title: css({ fontWeight: theme.typography.fontWeightMedium }),
  hint: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  body: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    flex: '1 1 300px',
    minWidth: 0,
  }),
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1.5, 2), minWidth: 0 }),
});
