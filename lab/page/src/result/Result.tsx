import { css } from '@emotion/css';
import { useState } from 'react';
import { type DataFrame, FieldType, type GrafanaTheme2 } from '@grafana/data';
import { LoadingBar, Tab, TabsBar, useStyles2 } from '@grafana/ui';
import { valueOf } from '../../../../src/query/recipe';
import type { Answer } from '../useAnswer';
import { Graph } from './Graph';
import { InWords } from './InWords';
import { Metadata } from './Metadata';
import { PointTable } from './PointTable';
import { Remarks } from './Remarks';
import { Whiskers } from './Whiskers';

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
        {answer && tab === 'Table' && <PointTable {...answer} />}
        {answer && tab === 'Metadata' && <Metadata {...answer} />}
      </div>
    </section>
  );
}

function Drawing({ frames, range, errors }: Answer) {
  const styles = useStyles2(getStyles);
  const drawn = frames.filter(valueOf);
  if (drawn.length === 0) {
    return errors.length > 0 ? null : <div className={styles.empty}>Nothing to draw.</div>;
  }
  return hasTime(drawn[0]) ? <Graph frames={drawn} range={range} /> : <Whiskers frames={drawn} />;
}

function hasTime(frame: DataFrame): boolean {
  return frame.fields.some(({ type }) => type === FieldType.time);
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
