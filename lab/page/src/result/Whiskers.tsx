import { css } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { valueOf } from '../../../../src/query/recipe';
import { formatterOf, pointsOf } from './points';

/** Draws one value, its band and what it is to be seen against for each group, for queries that ask for no more. */
export function Whiskers({ frames }: { frames: DataFrame[] }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const rows = frames.flatMap((frame) => {
    const field = valueOf(frame);
    const [point] = pointsOf(frame);
    return field && point
      ? [{ point, format: formatterOf(field, theme), color: colorOf(field.config.color?.fixedColor) }]
      : [];
  });
  const most = Math.max(
    ...rows.map(({ point }) =>
      Math.max(point.value ?? 0, point.upper ?? 0, point.floor ?? 0, point.expectedUpper ?? 0)
    ),
    Number.MIN_VALUE
  );
  const percent = (value: number) => `${(Math.max(value, 0) / most) * 96}%`;

  function colorOf(name = 'blue') {
    return theme.visualization.getColorByName(name);
  }

  return (
    <div className={styles.rows}>
      {rows.map(({ point, format, color }) => (
        <div key={point.name} className={styles.row}>
          <div>{point.name}</div>
          <div className={styles.track}>
            {point.expectedLower != null && (
              <div
                className={styles.expected}
                style={{
                  left: percent(point.expectedLower),
                  right: `calc(100% - ${percent(point.expectedUpper ?? most)})`,
                  background: color,
                }}
              />
            )}
            {point.floor != null && (
              <div className={styles.floor} style={{ left: percent(point.floor), borderColor: color }} />
            )}
            {point.lower != null && (
              <div
                className={styles.band}
                style={{
                  left: percent(point.lower),
                  right: `calc(100% - ${percent(point.upper ?? most)})`,
                  background: color,
                }}
              />
            )}
            {point.value !== null && (
              <div className={styles.dot} style={{ left: percent(point.value), background: color }} />
            )}
          </div>
          <div className={styles.value}>{format(point.value)}</div>
        </div>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  rows: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), padding: theme.spacing(2, 0) }),
  row: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, 260px) minmax(80px, 1fr) 110px',
    gap: theme.spacing(2),
    alignItems: 'center',
  }),
  track: css({ position: 'relative', height: 20, borderBottom: `1px solid ${theme.colors.border.weak}` }),
  band: css({ position: 'absolute', top: 6, height: 8, minWidth: 2, borderRadius: 4, opacity: 0.35 }),
  expected: css({ position: 'absolute', top: 2, height: 16, minWidth: 2, borderRadius: 2, opacity: 0.15 }),
  floor: css({ position: 'absolute', top: 0, height: 20, borderLeft: '2px dotted' }),
  dot: css({ position: 'absolute', top: 4, width: 12, height: 12, marginLeft: -6, borderRadius: '50%' }),
  value: css({ textAlign: 'right', fontVariantNumeric: 'tabular-nums', fontWeight: theme.typography.fontWeightMedium }),
});
