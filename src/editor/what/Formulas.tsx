import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { measures } from '../../query/measure';
import type { MeasureName, Unit } from '../../query/query';

/** The formulas in use, and what each of them sees. */
export function Formulas({ names, unit }: { names: MeasureName[]; unit: Unit }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.formulas}>
      {measures
        .filter(({ name }) => names.includes(name))
        .map(({ name, formula, reading }) => (
          <div key={name}>
            <code className={styles.formula}>{formula(unit)}</code> {reading}
          </div>
        ))}
      <div>p is the share of a bin in current, q its share in the baseline.</div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  formulas: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.25),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  formula: css({
    margin: 0,
    padding: 0,
    border: 'none',
    background: 'none',
    color: theme.colors.text.primary,
    whiteSpace: 'normal',
  }),
});
