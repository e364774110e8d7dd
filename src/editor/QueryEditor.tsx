import { css } from '@emotion/css';
import type { GrafanaTheme2, QueryEditorProps } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { HistodriftSettings } from '../config/settings';
import type { HistodriftDataSource } from '../datasource';
import { withDefaults } from '../query/defaults';
import { type HistodriftQuery, type Question, VERSION } from '../query/query';
import { validate } from '../query/validate';
import { BinsSection } from './BinsSection';
import { MeasureSection } from './MeasureSection';
import { Summary } from './Summary';
import { BaselineSection } from './baseline/BaselineSection';
import { ConfidenceSection } from './confidence/ConfidenceSection';
import type { SectionProps } from './sectionProps';
import { WhatSection } from './what/WhatSection';

type Props = QueryEditorProps<HistodriftDataSource, HistodriftQuery, HistodriftSettings>;

/** Asks the question in the order in which people think: what, compared with what, measured how, and how sure. */
export function QueryEditor({ query, datasource, range, data, onChange, onRunQuery }: Props) {
  const styles = useStyles2(getStyles);
  const problems = validate(query);
  const section: SectionProps = {
    query,
    question: withDefaults(query),
    datasource,
    range,
    frames: (data?.series ?? []).filter(({ refId }) => refId === query.refId),
    change: (patch: Partial<Question>) => {
      onChange({ ...query, version: VERSION, ...patch });
      onRunQuery();
    },
    // What is still to be filled in is no mistake: the summary says it.
    problem: (field) => problems.find((p) => !p.missing && isIn(p.field, field))?.message,
  };
  return (
    <div className={styles.editor}>
      <WhatSection {...section} />
      <BaselineSection {...section} />
      <MeasureSection {...section} />
      <BinsSection {...section} />
      <ConfidenceSection {...section} />
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
