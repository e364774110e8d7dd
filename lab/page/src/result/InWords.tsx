import { css } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { recipeOf, seriesName, valueOf } from '../../../../src/query/recipe';

/** Sentences shown; a page of them would be no summary. */
const LIMIT = 6;

/** What came out, in plain words: the last point of each series. */
export function InWords({ frames }: { frames: DataFrame[] }) {
  const styles = useStyles2(getStyles);
  const { getColorByName } = useTheme2().visualization;
  const said = frames.flatMap((frame) => {
    const { sentence } = recipeOf(frame);
    const color = valueOf(frame)?.config.color?.fixedColor;
    return sentence ? [{ sentence, name: seriesName(frame), color: getColorByName(color ?? 'text') }] : [];
  });
  if (said.length === 0) {
    return null;
  }
  return (
    <ul className={styles.list} aria-label="In words">
      {said.slice(0, LIMIT).map(({ sentence, name, color }, i) => (
        <li key={i} style={{ borderColor: color }}>
          {name && <strong>{name}: </strong>}
          {sentence}
        </li>
      ))}
      {said.length > LIMIT && <li className={styles.more}>And {said.length - LIMIT} more in the metadata.</li>}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.75),
    margin: theme.spacing(0, 0, 2),
    padding: 0,
    listStyle: 'none',
    fontSize: theme.typography.h5.fontSize,
    overflowWrap: 'anywhere',
    li: { paddingLeft: theme.spacing(1), borderLeft: '3px solid' },
    strong: { fontWeight: theme.typography.fontWeightMedium },
  }),
  more: css({
    borderColor: 'transparent',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.body.fontSize,
  }),
});
