import { css, cx } from '@emotion/css';
import { type ReactNode, useId } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { FieldValidationMessage, useStyles2 } from '@grafana/ui';
import { Help } from './Help';
import { Warning } from './Warning';
import type { HelpTopic } from './helpTexts';

interface Props {
  label: string;
  help: HelpTopic;
  /** What is wrong with the value. */
  error?: string;
  /** What a person should know about a value that works. */
  warning?: string;
  /** Takes the width that is left. */
  grow?: boolean;
  /** Takes a line of its own. */
  wide?: boolean;
  /** Several inputs under one label. */
  group?: boolean;
  children: (ids: Ids) => ReactNode;
}

interface Ids {
  id: string;
  labelId: string;
  /** Of the warning, where there is one. */
  describedBy?: string;
}

/** An input with its label, help, error and warning. */
export function Labelled({ label, help, error, warning, grow, wide, group, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const labelId = `${id}label`;
  const warningId = `${id}warning`;
  const groupProps = group ? { role: 'group', 'aria-labelledby': labelId } : {};
  return (
    <div className={cx(styles.field, grow && styles.grow, wide && styles.wide)} {...groupProps}>
      <div className={styles.head}>
        {group ? (
          <span id={labelId}>{label}</span>
        ) : (
          <label id={labelId} htmlFor={id}>
            {label}
          </label>
        )}
        <Help topic={help} label={label} />
      </div>
      {children({ id, labelId, ...(warning && { describedBy: warningId }) })}
      {warning && <Warning id={warningId}>{warning}</Warning>}
      {error && <FieldValidationMessage className={styles.error}>{error}</FieldValidationMessage>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  field: css({ display: 'flex', flexDirection: 'column', minWidth: 0, maxWidth: '100%' }),
  grow: css({ flex: '1 1 240px' }),
  wide: css({ flex: '1 1 100%' }),
  head: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    height: theme.spacing(2.5),
    marginBottom: theme.spacing(0.25),
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    label: { margin: 0 },
  }),
  error: css({ maxWidth: 420 }),
});
