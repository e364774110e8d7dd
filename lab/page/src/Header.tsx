import { css } from '@emotion/css';
import type { ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import type { HistodriftDataSource } from '../../../src/datasource';
import { Health } from './Health';
import { spans } from './range';

interface Props {
  datasource: HistodriftDataSource;
  name: string;
  hours: number;
  onHours: (hours: number) => void;
  onRun: () => void;
  /** Changes the theme. */
  toggle: ReactNode;
}

/** What this is, which time is looked at, and the button that asks again. */
export function Header({ datasource, name, hours, onHours, onRun, toggle }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <header className={styles.header}>
      <img src="logo.svg" alt="" className={styles.logo} />
      <div className={styles.title}>
        <h1>{name}</h1>
        <Health datasource={datasource} />
      </div>
      <div className={styles.controls}>
        <RadioButtonGroup aria-label="Time range" size="sm" options={spans} value={hours} onChange={onHours} />
        <Button size="sm" icon="sync" onClick={onRun}>
          Run
        </Button>
        {toggle}
      </div>
    </header>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 1.5),
  }),
  logo: css({ width: 36, height: 36 }),
  title: css({
    flex: '1 1 200px',
    minWidth: 0,
    h1: { margin: 0, fontSize: theme.typography.h4.fontSize, lineHeight: 1.3 },
  }),
  controls: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
});
