import { css } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { valueOf } from '../../../../src/query/recipe';
import type { Cursor } from './options';
import { formatterOf, pointsOf, samples, utc } from './points';

interface Props {
  frames: DataFrame[];
  time: number;
  cursor: Cursor;
  /** Of the graph, so that the box stays within. */
  width: number;
}

/** The values under the pointer. */
export function Readout({ frames, time, cursor, width }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const onRight = cursor.left < width / 2;
  const place = onRight ? { left: cursor.left + 90 } : { right: width - cursor.left - 50 };
  return (
    <div className={styles.box} style={place} aria-hidden>
      <div className={styles.time}>{utc(time)} UTC</div>
      <table>
        <tbody>
          {frames.map((frame, i) => {
            const field = valueOf(frame);
            const point = pointsOf(frame).find((p) => p.time === time);
            if (!field || !point) {
              return null;
            }
            const format = formatterOf(field, theme);
            const color = theme.visualization.getColorByName(field.config.color?.fixedColor ?? 'text');
            return (
              <tr key={i}>
                <td>
                  <span className={styles.swatch} style={{ background: color }} /> {point.name}
                </td>
                <td className={styles.value}>{format(point.value)}</td>
                <td>{point.lower != null && `${format(point.lower)} to ${format(point.upper)}`}</td>
                <td>{point.floor != null && `floor ${format(point.floor)}`}</td>
                <td>
                  {point.expectedLower != null &&
                    `expected ${format(point.expectedLower)} to ${format(point.expectedUpper)}`}
                </td>
                <td>
                  n {samples(point.current)} / {samples(point.baseline)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    position: 'absolute',
    top: theme.spacing(1.5),
    zIndex: 10,
    padding: theme.spacing(1),
    borderRadius: theme.shape.radius.default,
    border: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.elevated ?? theme.colors.background.primary,
    boxShadow: theme.shadows.z2,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    pointerEvents: 'none',
    whiteSpace: 'nowrap',
    td: { padding: theme.spacing(0.125, 1.5, 0.125, 0) },
  }),
  time: css({ marginBottom: theme.spacing(0.5), color: theme.colors.text.secondary }),
  value: css({ fontWeight: theme.typography.fontWeightMedium, textAlign: 'right' }),
  swatch: css({ display: 'inline-block', width: 10, height: 10, borderRadius: 2 }),
});
