import { css } from '@emotion/css';
import type { DataFrame, DataQueryError, GrafanaTheme2, QueryResultMetaNotice } from '@grafana/data';
import { Alert, Icon, useStyles2 } from '@grafana/ui';
import { recipeOf } from '../../../../src/query/recipe';

interface Props {
  frames: DataFrame[];
  errors: DataQueryError[];
}

/** What went wrong, and what a person should know about the numbers. */
export function Remarks({ frames, errors }: Props) {
  const styles = useStyles2(getStyles);
  const notices = new Map(frames.flatMap(remarksOf).map((notice) => [notice.text, notice]));
  return (
    <>
      {errors.map((error, i) => (
        <Alert key={i} severity="error" title={error.message ?? error.data?.message ?? 'The query failed.'} />
      ))}
      {notices.size > 0 && (
        <ul className={styles.notices} aria-label="Notices">
          {[...notices.values()].map(({ text, severity }: QueryResultMetaNotice) => (
            <li key={text} className={severity === 'info' ? undefined : styles.warning}>
              <Icon name={severity === 'info' ? 'info-circle' : 'exclamation-triangle'} size="sm" /> {text}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The notices of a frame but for its result in plain words, which stands below by itself. */
function remarksOf(frame: DataFrame): QueryResultMetaNotice[] {
  const { sentence } = recipeOf(frame);
  return (frame.meta?.notices ?? []).filter(({ text }) => !sentence || !text.endsWith(sentence));
}

const getStyles = (theme: GrafanaTheme2) => ({
  notices: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    margin: theme.spacing(0, 0, 1.5),
    padding: 0,
    listStyle: 'none',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  warning: css({ color: theme.colors.warning.text }),
});
