import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, Tooltip, useStyles2 } from '@grafana/ui';
import { type HelpText, type HelpTopic, helpTexts } from './helpTexts';

/** An icon that explains a field, on hover and on focus. */
export function Help({ topic, label }: { topic: HelpTopic; label: string }) {
  const styles = useStyles2(getStyles);
  const { text, example }: HelpText = helpTexts[topic];
  const content = (
    <>
      {text}
      {example && (
        <div className={styles.example}>
          Example: <code>{example}</code>
        </div>
      )}
    </>
  );
  return (
    <Tooltip content={content} placement="top">
      <button type="button" className={styles.button} aria-label={`About ${label}`}>
        <Icon name="info-circle" size="sm" />
      </button>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({
    display: 'inline-flex',
    padding: 0,
    border: 'none',
    borderRadius: theme.shape.radius.circle,
    background: 'none',
    color: theme.colors.text.secondary,
    '&:hover': { color: theme.colors.text.primary },
  }),
  example: css({ marginTop: theme.spacing(0.5) }),
});
