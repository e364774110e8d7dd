import { css } from '@emotion/css';
import { useState } from 'react';
import type { GrafanaTheme2, QueryEditorProps } from '@grafana/data';
import { Alert, useStyles2 } from '@grafana/ui';
import type { HistodriftSettings } from '../config/settings';
import type { HistodriftDataSource } from '../datasource';
import { Aside } from '../query/aside';
import { withDefaults } from '../query/defaults';
import { migrate, versionProblems } from '../query/migrate';
import { type HistodriftQuery, type Question, VERSION, type View } from '../query/query';
import { validate } from '../query/validate';
import { warningsOf } from '../query/warnings';
import { Summary } from './Summary';
import { BaselineSection } from './baseline/BaselineSection';
import { ConfidenceSection } from './confidence/ConfidenceSection';
import type { SectionProps } from './sectionProps';
import { ShowSection } from './show/ShowSection';
import { WhatSection } from './what/WhatSection';

type Props = QueryEditorProps<HistodriftDataSource, HistodriftQuery, HistodriftSettings> & {
  /** The views to choose from; one is no choice. Default: all. */
  views?: View[];
};

/** Edits a query, of whatever version. One of a version that nobody here knows is not touched. */
export function QueryEditor({ query, ...props }: Props) {
  const migrated = migrate(query);
  const [unknown] = versionProblems(migrated);
  return unknown ? (
    <Alert severity="error" title="This query can’t be edited">
      {unknown.message}
    </Alert>
  ) : (
    <Sections {...props} query={migrated} />
  );
}

/** Asks the question in the order in which people think: what, compared with what, how sure, and shown how. */
function Sections({ query, datasource, range, data, app, views, onChange, onRunQuery }: Props) {
  const styles = useStyles2(getStyles);
  const [aside] = useState(() => new Aside());
  const question = withDefaults(query);
  const problems = validate(query);
  const warnings = warningsOf(question, { scrapeInterval: datasource.scrapeInterval, range });
  const change = (patch: Partial<Question>) => {
    onChange({ ...query, version: VERSION, ...patch });
    onRunQuery();
  };
  const section: SectionProps = {
    query,
    question,
    datasource,
    range,
    app,
    frames: (data?.series ?? []).filter(({ refId }) => refId === query.refId),
    change,
    refit: (patch) => change(aside.fit(query, patch)),
    // What is still to be filled in is no mistake: the summary says it.
    problem: (field) => problems.find((p) => !p.missing && isIn(p.field, field))?.message,
    warning: (field) => warnings.find((warning) => warning.field === field)?.message,
  };
  return (
    <div className={styles.editor}>
      <WhatSection {...section} />
      <BaselineSection {...section} />
      <ConfidenceSection {...section} />
      <ShowSection {...section} views={views} />
      <Summary query={query} missing={problems.filter((p) => p.missing)} />
    </div>
  );
}

function isIn(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
}

const getStyles = (theme: GrafanaTheme2) => ({
  editor: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0 }),
});
