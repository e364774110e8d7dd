import { css } from '@emotion/css';
import type { ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

/** A word of explanation among the fields. */
export function Note({ children }: { children: ReactNode }) {
  return <div className={useStyles2(getStyles).note}>{children}</div>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({
    // In line with the inputs, below where their labels are.
    alignSelf: 'flex-start',
    flex: '1 1 240px',
    marginTop: theme.spacing(3.25),
    color: theme.colors.text.secondary,
  }),
});
