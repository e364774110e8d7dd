import { css } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { valueOf } from '../../../../src/query/recipe';
import { type Point, formatterOf, pointsOf, probability, samples, utc } from './points';

/** Rows shown; the newest first. */
const LIMIT = 200;

interface Column {
  title: string;
  field: keyof Point;
  text: (point: Point, format: (value?: number | null) => string) => string;
  /** Not there where no row has it. */
  optional?: true;
}

const columns: Column[] = [
  { title: 'Value', field: 'value', text: ({ value }, format) => format(value) },
  { title: 'Lower', field: 'lower', text: ({ lower }, format) => format(lower) },
  { title: 'Upper', field: 'upper', text: ({ upper }, format) => format(upper) },
  { title: 'Noise floor', field: 'floor', text: ({ floor }, format) => format(floor), optional: true },
  {
    title: 'Expected from',
    field: 'expectedLower',
    text: ({ expectedLower }, format) => format(expectedLower),
    optional: true,
  },
  {
    title: 'Expected to',
    field: 'expectedUpper',
    text: ({ expectedUpper }, format) => format(expectedUpper),
    optional: true,
  },
  { title: 'p-value', field: 'pValue', text: ({ pValue }) => probability(pValue), optional: true },
  { title: 'n current', field: 'current', text: ({ current }) => samples(current) },
  { title: 'n baseline', field: 'baseline', text: ({ baseline }) => samples(baseline) },
];

/** The numbers behind the graph. */
export function PointTable({ frames }: { frames: DataFrame[] }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const rows = frames.flatMap((frame) => {
    const field = valueOf(frame);
    const format = field && formatterOf(field, theme);
    return format ? pointsOf(frame).map((point) => ({ ...point, format })) : [];
  });
  const shown = columns.filter(({ field, optional }) => !optional || rows.some((row) => row[field] !== undefined));
  rows.sort((a, b) => (b.time ?? 0) - (a.time ?? 0));
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Table of values">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Time (UTC)</th>
            <th scope="col">Group</th>
            {shown.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, LIMIT).map(({ format, ...point }, i) => (
            <tr key={i}>
              <td>{point.time === undefined ? 'end of range' : utc(point.time)}</td>
              <td>{point.name}</td>
              {shown.map(({ title, text }) => (
                <td key={title}>{text(point, format)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > LIMIT && (
        <p className={styles.more}>
          The newest {LIMIT} of {rows.length.toLocaleString('en')} rows.
        </p>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ maxHeight: 360, overflow: 'auto' }),
  table: css({
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    'th, td': {
      padding: theme.spacing(0.5, 2, 0.5, 0),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      textAlign: 'right',
      whiteSpace: 'nowrap',
    },
    'th:nth-child(-n+2), td:nth-child(-n+2)': { textAlign: 'left' },
    th: {
      position: 'sticky',
      top: 0,
      background: theme.colors.background.primary,
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightMedium,
    },
  }),
  more: css({ margin: theme.spacing(1, 0), color: theme.colors.text.secondary }),
});
