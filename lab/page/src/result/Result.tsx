import { css } from '@emotion/css';
import { useState } from 'react';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { LoadingBar, Tab, TabsBar, useStyles2 } from '@grafana/ui';
import type { Answer } from '../useAnswer';
import { Bars } from './Bars';
import { Graph } from './Graph';
import { InWords } from './InWords';
import { Metadata } from './Metadata';
import { PointTable } from './PointTable';
import { Remarks } from './Remarks';
import { Rows } from './Rows';
import { Whiskers } from './Whiskers';
import { type Shape, shapeOf } from './shape';

const tabs = ['Graph', 'Table', 'Metadata'] as const;

/** The answer as a graph, as a table, and as what it says about itself. */
export function Result({ answer, loading }: { answer?: Answer; loading: boolean }) {
  const styles = useStyles2(getStyles);
  const [tab, setTab] = useState<(typeof tabs)[number]>('Graph');
  return (
    <section className={styles.card} aria-label="Answer" aria-busy={loading}>
      <div className={styles.loading}>{loading && <LoadingBar width={200} />}</div>
      <TabsBar>
        {tabs.map((name) => (
          <Tab key={name} label={name} active={name === tab} onChangeTab={() => setTab(name)} />
        ))}
      </TabsBar>
      <div className={styles.body}>
        {answer && <Remarks {...answer} />}
        {!answer && <div className={styles.empty}>Asking…</div>}
        {answer && tab === 'Graph' && <InWords {...answer} />}
        {answer && tab === 'Graph' && <Drawing {...answer} />}
        {answer && tab === 'Table' && <Tables {...answer} />}
        {answer && tab === 'Metadata' && <Metadata {...answer} />}
      </div>
    </section>
  );
}

function Drawing({ frames, range, errors }: Answer) {
  const styles = useStyles2(getStyles);
  const of = framesByShape(frames);
  if (frames.every((frame) => shapeOf(frame) === 'empty')) {
    return errors.length > 0 ? null : <div className={styles.empty}>Nothing to draw.</div>;
  }
  return (
    <>
      {of.series.length > 0 && <Graph frames={of.series} range={range} />}
      {of.number.length > 0 && <Whiskers frames={of.number} />}
      {of.bins.length > 0 && <Bars frames={of.bins} />}
      {of.rows.length > 0 && <Rows frames={of.rows} />}
    </>
  );
}

function Tables({ frames }: Answer) {
  const of = framesByShape(frames);
  const values = [...of.series, ...of.number];
  return (
    <>
      {values.length > 0 && <PointTable frames={values} />}
      <Rows frames={[...of.bins, ...of.rows]} />
    </>
  );
}

function framesByShape(frames: DataFrame[]) {
  const ofShape = (shape: Shape) => frames.filter((frame) => shapeOf(frame) === shape);
  return { series: ofShape('series'), number: ofShape('number'), bins: ofShape('bins'), rows: ofShape('rows') };
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    position: 'relative',
    minWidth: 0,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
    overflow: 'hidden',
  }),
  loading: css({ position: 'absolute', top: 0, left: 0, right: 0, height: 2 }),
  body: css({ padding: theme.spacing(2) }),
  empty: css({
    display: 'grid',
    placeItems: 'center',
    height: 320,
    color: theme.colors.text.secondary,
  }),
});
