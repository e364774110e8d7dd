import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Switch, useStyles2 } from '@grafana/ui';

interface Props {
  id: string;
  value: boolean;
  onChange: (value: boolean) => void;
}

/** A switch in line with the inputs beside it. */
export function Toggle({ id, value, onChange }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.line}>
      <Switch id={id} value={value} onChange={(event) => onChange(event.currentTarget.checked)} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ display: 'flex', alignItems: 'center', height: theme.spacing(theme.components.height.md) }),
});
