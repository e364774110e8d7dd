import { css } from '@emotion/css';
import { type DataFrame, type GrafanaTheme2, getFieldDisplayName } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { valueOf } from '../../../../src/query/recipe';
import { LastPoint } from './LastPoint';

/** How the numbers came about: what each frame says about itself. */
export function Metadata({ frames }: { frames: DataFrame[] }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      {frames.map((frame, i) => {
        const field = valueOf(frame);
        return (
          <details key={i} className={styles.frame} open={frames.length === 1}>
            <summary>{field ? getFieldDisplayName(field, frame) : 'No series'}</summary>
            <LastPoint frame={frame} />
            <pre className={styles.json}>{JSON.stringify(frame.meta, null, 2)}</pre>
          </details>
        );
      })}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ padding: theme.spacing(0.5, 0) }),
  json: css({ maxHeight: 420, margin: theme.spacing(1, 0), overflow: 'auto' }),
});
