import { css } from '@emotion/css';
import { useEffect, useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { HistodriftDataSource } from '../../../src/datasource';

/** What “Save & test” says in Grafana. */
export function Health({ datasource }: { datasource: HistodriftDataSource }) {
  const styles = useStyles2(getStyles);
  const [health, setHealth] = useState({ ok: true, message: 'Connecting…' });

  useEffect(() => {
    datasource.testDatasource().then(
      ({ message }) => setHealth({ ok: true, message }),
      ({ message }) => setHealth({ ok: false, message })
    );
  }, [datasource]);

  return (
    <div className={health.ok ? styles.text : styles.failed} role="status">
      <Icon name={health.ok ? 'check-circle' : 'exclamation-triangle'} size="sm" /> {health.message}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  failed: css({ color: theme.colors.error.text, fontSize: theme.typography.bodySmall.fontSize }),
});
