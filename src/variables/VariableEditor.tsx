import { css } from '@emotion/css';
import type { GrafanaTheme2, QueryEditorProps } from '@grafana/data';
import { Combobox, useStyles2 } from '@grafana/ui';
import type { HistodriftSettings } from '../config/settings';
import type { HistodriftDataSource } from '../datasource';
import { Labelled } from '../editor/Labelled';
import { Row } from '../editor/Section';
import type { HistodriftQuery } from '../query/query';
import { GroupsFields } from './GroupsFields';
import { LabelFields } from './LabelFields';
import { MetricsFields } from './MetricsFields';
import { ValuesFields } from './ValuesFields';
import { variableProblems } from './problems';
import { type Values, type VariableKind, type VariableQuery, startOf, variableQueryOf } from './query';

type Props = QueryEditorProps<HistodriftDataSource, HistodriftQuery, HistodriftSettings, VariableQuery>;

const kinds: Array<{ value: VariableKind; label: string; description: string }> = [
  { value: 'metrics', label: 'Metrics', description: 'Names of histograms, or of counters and gauges' },
  { value: 'labels', label: 'Labels', description: 'Names of the labels of some series' },
  { value: 'labelValues', label: 'Label values', description: 'Values of a label of some series' },
  {
    value: 'groups',
    label: 'Groups that moved most',
    description: 'Values of a group-by label, the most divergent first',
  },
];

/** Edits the query of a dashboard variable. */
export function VariableEditor({ query: saved, datasource, range, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const query = variableQueryOf(saved);
  const problems = variableProblems(query);
  const missing = problems.filter((problem) => problem.missing);
  const fields = {
    datasource,
    range,
    onChange: (next: Values) => onChange({ ...next, refId: query.refId }),
    problem: (field: string) => problems.find((p) => !p.missing && p.field.startsWith(field))?.message,
  };
  return (
    <div className={styles.editor}>
      <Row>
        <Labelled label="Values" help="variableKind" error={fields.problem('kind')}>
          {({ id, labelId }) => (
            <Combobox
              id={id}
              aria-labelledby={labelId}
              width={28}
              options={kinds}
              value={query.kind}
              onChange={({ value }) => value !== query.kind && fields.onChange(startOf(value, query))}
            />
          )}
        </Labelled>
        {query.kind === 'metrics' && <MetricsFields {...fields} values={query} />}
        {query.kind === 'labels' && <LabelFields {...fields} values={query} />}
        {query.kind === 'labelValues' && <ValuesFields {...fields} values={query} />}
      </Row>
      {query.kind === 'groups' && <GroupsFields {...fields} values={query} />}
      {missing.length > 0 && (
        <div role="status" aria-label="Still to be filled in" className={styles.missing}>
          {missing.map(({ message }) => message).join(' ')}
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  editor: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5), minWidth: 0 }),
  missing: css({ color: theme.colors.text.secondary }),
});
