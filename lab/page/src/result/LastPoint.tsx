import { css } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { type OfBoth, recipeOf, valueOf } from '../../../../src/query/recipe';
import { formatterOf, probability, samples } from './points';

/** How many samples the last point of a frame has, and what follows from that. What a frame does not say has no row. */
export function LastPoint({ frame }: { frame: DataFrame }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { last, requiredN } = recipeOf(frame);
  const { n, effective, designEffect, noiseFloor, pValue } = last;
  const field = valueOf(frame);
  const sides = [
    ...rowOf('Samples', samples, n),
    ...rowOf('Effective samples', samples, effective),
    ...rowOf('Design effect', factor, designEffect),
  ];
  const numbers = [
    ...(field && typeof noiseFloor === 'number' ? [['Noise floor', formatterOf(field, theme)(noiseFloor)]] : []),
    ...(typeof requiredN === 'number' ? [['Samples that the threshold takes', samples(requiredN)]] : []),
    ...(typeof pValue === 'number' ? [['p-value', probability(pValue)]] : []),
  ];
  if (sides.length + numbers.length === 0) {
    return null;
  }
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Last point</th>
          <th scope="col">Current</th>
          <th scope="col">Baseline</th>
        </tr>
      </thead>
      <tbody>
        {sides.map(([name, current, baseline]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{current}</td>
            <td>{baseline}</td>
          </tr>
        ))}
        {numbers.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td colSpan={2}>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function rowOf(name: string, write: (n: number | null) => string, values?: OfBoth): string[][] {
  return values ? [[name, write(values[0]), write(values[1])]] : [];
}

function factor(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    margin: theme.spacing(1, 0),
    fontVariantNumeric: 'tabular-nums',
    'th, td': { padding: theme.spacing(0.25, 2, 0.25, 0), textAlign: 'right' },
    'th:first-child': { textAlign: 'left', fontWeight: theme.typography.fontWeightRegular },
    thead: { color: theme.colors.text.secondary },
  }),
});
