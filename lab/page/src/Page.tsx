import { css } from '@emotion/css';
import { type ReactNode, useMemo, useState } from 'react';
import { CoreApp, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { QueryEditor } from '../../../src/editor/QueryEditor';
import type { HistodriftQuery } from '../../../src/query/query';
import { Examples } from './Examples';
import { Header } from './Header';
import type { Example, Host } from './host/host';
import { rangeOf } from './range';
import { Result } from './result/Result';
import { panelDataOf, useAnswer } from './useAnswer';

/** The query editor as in Grafana, and the answers of the same query layer. */
export function Page({ host, toggle }: { host: Host; toggle: ReactNode }) {
  const styles = useStyles2(getStyles);
  const { datasource, name, examples } = host;
  const [query, setQuery] = useState(host.query);
  const [time, setTime] = useState(() => ({ hours: 24, now: Date.now() }));
  const range = useMemo(() => rangeOf(time.hours, time.now), [time]);
  const { answer, loading } = useAnswer(datasource, query, range);

  const queryOf = (example: Example): HistodriftQuery => ({ refId: 'A', ...example.query });
  const chosen = examples.find((example) => JSON.stringify(queryOf(example)) === JSON.stringify(query));

  return (
    <div className={styles.page}>
      <Header
        datasource={datasource}
        name={name}
        hours={time.hours}
        onHours={(hours) => setTime({ hours, now: Date.now() })}
        onRun={() => setTime({ ...time, now: Date.now() })}
        toggle={toggle}
      />
      <main className={styles.main}>
        {examples.length > 0 && (
          <Examples examples={examples} chosen={chosen} onChoose={(example) => setQuery(queryOf(example))} />
        )}
        <Result answer={answer} loading={loading} />
        <section className={styles.editor} aria-label="Query">
          <QueryEditor
            app={CoreApp.Explore}
            datasource={datasource}
            query={query}
            range={range}
            data={answer && panelDataOf(answer)}
            onChange={setQuery}
            // The answer follows the query by itself.
            onRunQuery={() => {}}
          />
        </section>
      </main>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    maxWidth: 1280,
    margin: '0 auto',
    padding: theme.spacing(2),
  }),
  main: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), minWidth: 0 }),
  editor: css({
    minWidth: 0,
    padding: theme.spacing(1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
});
