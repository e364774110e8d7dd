import { css, cx } from '@emotion/css';
import {
  type DataFrame,
  type Field,
  FieldType,
  type GrafanaTheme2,
  formattedValueToString,
  getDisplayProcessor,
  getFieldDisplayName,
} from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';

/** Rows shown of each table. */
const LIMIT = 200;

/** Frames as tables, with the units and colours that their fields ask for. */
export function Rows({ frames }: { frames: DataFrame[] }) {
  return frames.map((frame, i) => <Table key={i} frame={frame} />);
}

function Table({ frame }: { frame: DataFrame }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const columns = frame.fields.map((field) => columnOf(field, frame, theme));
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={`Table ${frame.name ?? ''}`.trim()}>
      <table className={styles.table}>
        {frame.name && <caption>{frame.name}</caption>}
        <thead>
          <tr>
            {columns.map(({ title, isNumber, about }) => (
              <th key={title} scope="col" title={about} className={cx(isNumber && styles.number)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: Math.min(frame.length, LIMIT) }, (_, row) => (
            <tr key={row}>
              {columns.map(({ title, isNumber, cell }) => {
                const { text, color } = cell(row);
                return (
                  <td key={title} className={cx(isNumber && styles.number)}>
                    {color && <span className={styles.swatch} style={{ background: color }} />}
                    {text}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {frame.length > LIMIT && (
        <p>
          The first {LIMIT} of {frame.length.toLocaleString('en')} rows.
        </p>
      )}
    </div>
  );
}

interface Column {
  title: string;
  about?: string;
  isNumber: boolean;
  cell: (row: number) => { text: string; color?: string };
}

function columnOf(field: Field, frame: DataFrame, theme: GrafanaTheme2): Column {
  const display = getDisplayProcessor({ field, theme, timeZone: 'utc' });
  return {
    title: getFieldDisplayName(field, frame),
    about: field.config.description,
    isNumber: field.type === FieldType.number,
    cell: (row) => {
      const value = field.values[row];
      if (value === null || value === undefined) {
        return { text: '–' };
      }
      const shown = display(value);
      return { text: formattedValueToString(shown), color: field.config.mappings?.length ? shown.color : undefined };
    },
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ maxHeight: 420, overflow: 'auto', '& + &': { marginTop: theme.spacing(2) } }),
  table: css({
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    caption: {
      captionSide: 'top',
      padding: theme.spacing(0, 0, 1),
      color: theme.colors.text.primary,
      fontWeight: theme.typography.fontWeightMedium,
      textAlign: 'left',
    },
    'th, td': {
      padding: theme.spacing(0.5, 2, 0.5, 0),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      textAlign: 'left',
      whiteSpace: 'pre',
    },
    th: {
      position: 'sticky',
      top: 0,
      background: theme.colors.background.primary,
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightMedium,
    },
  }),
  // More specific than the cells of the table, which are on the left.
  number: css({ '&&&': { textAlign: 'right' } }),
  swatch: css({
    display: 'inline-block',
    width: 10,
    height: 10,
    marginRight: theme.spacing(0.75),
    borderRadius: '50%',
  }),
});
