import { css } from '@emotion/css';
import { type DataFrame, type Field, type GrafanaTheme2, getFieldDisplayName } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { formatterOf } from './points';
import { barsOf, labelOf } from './shape';

/** Bars shown of each chart. */
const LIMIT = 60;

/** A bar chart for each frame: the bins below each other, and what goes down to the left of what goes up. */
export function Bars({ frames }: { frames: DataFrame[] }) {
  return frames.map((frame, i) => <Chart key={i} frame={frame} />);
}

function Chart({ frame }: { frame: DataFrame }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const names = labelOf(frame.fields)?.values ?? [];
  const fields = barsOf(frame.fields);
  const { low, high } = extentOf(fields);
  const bars = fields.map((field, i) => ({
    title: getFieldDisplayName(field, frame),
    field,
    color: colorOf(field, i, theme),
    format: formatterOf(field, theme),
  }));
  const percent = (value: number) => `${(100 * value) / (high - low)}%`;
  return (
    <figure className={styles.figure}>
      <figcaption>
        {frame.name && <strong>{frame.name}</strong>}
        {bars.map(({ title, color }) => (
          <span key={title}>
            <span className={styles.swatch} style={{ background: color }} />
            {title}
          </span>
        ))}
      </figcaption>
      <dl className={styles.bars}>
        {names.slice(0, LIMIT).map((name: string, row: number) => (
          <div key={row}>
            <dt>{name}</dt>
            <dd>
              {bars.map(({ title, field, color, format }) => {
                const value: number = field.values[row] ?? 0;
                return (
                  <div key={title} className={styles.track}>
                    <div
                      className={styles.bar}
                      style={{
                        left: percent(Math.min(value, 0) - low),
                        width: percent(Math.abs(value)),
                        background: color,
                      }}
                    />
                    <span>{format(field.values[row])}</span>
                  </div>
                );
              })}
            </dd>
          </div>
        ))}
      </dl>
      {names.length > LIMIT && (
        <p>
          The first {LIMIT} of {names.length} bins.
        </p>
      )}
    </figure>
  );
}

/** The lowest and highest value; 0 is always between them. */
function extentOf(fields: Field[]) {
  const values = fields.flatMap((field) => [...field.values].filter(Number.isFinite));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return { low, high: high > low ? high : low + 1 };
}

function colorOf({ config }: Field, i: number, { visualization: { palette, getColorByName } }: GrafanaTheme2): string {
  return getColorByName(config.color?.fixedColor ?? palette[i % palette.length]);
}

const getStyles = (theme: GrafanaTheme2) => ({
  figure: css({
    margin: 0,
    '& + &': { marginTop: theme.spacing(3) },
    figcaption: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 2), marginBottom: theme.spacing(1) },
    strong: { fontWeight: theme.typography.fontWeightMedium },
  }),
  bars: css({
    margin: 0,
    '& > div': { display: 'flex', gap: theme.spacing(1), alignItems: 'center', padding: theme.spacing(0.25, 0) },
    dt: { flex: '0 0 26%', minWidth: 0, overflowWrap: 'anywhere', textAlign: 'right', fontWeight: 'normal' },
    dd: { flex: 1, minWidth: 0, margin: 0, display: 'flex', flexDirection: 'column', gap: 2 },
  }),
  track: css({
    position: 'relative',
    height: 16,
    lineHeight: '16px',
    marginRight: theme.spacing(9),
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    span: { position: 'absolute', left: '100%', paddingLeft: theme.spacing(0.5), whiteSpace: 'nowrap' },
  }),
  bar: css({ position: 'absolute', top: 2, bottom: 2, minWidth: 1, borderRadius: 1 }),
  swatch: css({
    display: 'inline-block',
    width: 12,
    height: 12,
    marginRight: theme.spacing(0.75),
    borderRadius: 2,
    verticalAlign: 'middle',
  }),
});
