import { css } from '@emotion/css';
import { CoreApp, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ViewInfo } from '../../query/view';
import type { SectionProps } from '../sectionProps';

/** What the view is for, and which panel draws it. */
export function ViewHint({ view, app }: SectionProps & { view: ViewInfo }) {
  const styles = useStyles2(getStyles);
  const where = app === CoreApp.PanelEditor ? ', under “Visualization”' : '';
  const panels =
    app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting ? '' : ` Panels${where}: ${view.panels}.`;
  return (
    <div className={styles.hint}>
      {view.description}.{panels}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  hint: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
