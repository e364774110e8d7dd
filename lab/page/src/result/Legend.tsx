import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Line } from './plot';

/** Which colour is which group. */
export function Legend({ lines }: { lines: Line[] }) {
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
});
