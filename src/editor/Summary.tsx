import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { describe } from '../query/describe';
import type { Problem } from '../query/problem';
import type { HistodriftQuery } from '../query/query';

interface Props {
  query: HistodriftQuery;
  /** What is still to be filled in. */
  missing: Problem[];
}

/** The question in words, or what it still lacks. */
export function Summary({ query, missing }: Props) {
  const styles = useStyles2(getStyles);
  const open = missing.length > 0;
  return (
    <div className={styles.summary} role="status" aria-label="Summary">
      <Icon name={open ? 'edit' : 'comment-alt'} size="sm" className={styles.icon} />
      <span>{open ? missing.map(({ message }) => message).join(' ') : describe(query)}</span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  summary: css({
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 1.5),
    color: theme.colors.text.secondary,
    overflowWrap: 'anywhere',
  }),
  icon: css({ flexShrink: 0, marginTop: 3 }),
});
