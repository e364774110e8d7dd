import { css, cx } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Line } from './plot';
import { hasField } from './points';

/** Which colour is which group, and what is drawn beside the values in the same colour. */
export function Legend({ lines, frames }: { lines: Line[]; frames: DataFrame[] }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.legend}>
      {lines
        .filter(({ listed }) => listed)
        .map(({ name, color }) => (
          <li key={name}>
            <span className={styles.swatch} style={{ background: color }} />
            {name}
          </li>
        ))}
      {hasField(frames, 'noise floor') && (
        <li className={styles.aside}>
          <span className={cx(styles.swatch, styles.floor)} />
          noise floor
        </li>
      )}
      {hasField(frames, 'expected upper') && (
        <li className={styles.aside}>
          <span className={cx(styles.swatch, styles.expected)} />
          expected range
        </li>
      )}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    margin: theme.spacing(1, 0, 0),
    padding: 0,
    listStyle: 'none',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  swatch: css({
    display: 'inline-block',
    width: 14,
    height: 4,
    marginRight: theme.spacing(0.75),
    borderRadius: 2,
    verticalAlign: 'middle',
  }),
  aside: css({ color: theme.colors.text.secondary }),
  floor: css({ height: 0, borderRadius: 0, borderTop: '2px dotted currentColor' }),
  expected: css({ height: 10, background: 'currentColor', opacity: 0.25 }),
});
