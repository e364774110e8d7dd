import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Example } from './host/host';

interface Props {
  examples: Example[];
  chosen?: Example;
  onChoose: (example: Example) => void;
}

/** Questions to start from. */
export function Examples({ examples, chosen, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <nav className={styles.list} aria-label="Examples">
      {examples.map((example) => (
        <button
          key={example.title}
          type="button"
          aria-pressed={example === chosen}
          className={cx(styles.card, example === chosen && styles.chosen)}
          onClick={() => onChoose(example)}
        >
          <strong>{example.title}</strong>
          <span>{example.description}</span>
        </button>
      ))}
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(220px, 100%), 1fr))',
    gap: theme.spacing(1),
  }),
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.25),
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
    color: theme.colors.text.primary,
    textAlign: 'left',
    strong: { fontWeight: theme.typography.fontWeightMedium },
    span: { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
    '&:hover': { background: theme.colors.emphasize(theme.colors.background.primary, 0.03) },
  }),
  chosen: css({ borderColor: theme.colors.primary.border, boxShadow: `inset 3px 0 ${theme.colors.primary.main}` }),
});
