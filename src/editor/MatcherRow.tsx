import { css } from '@emotion/css';
import { useId } from 'react';
import { Combobox, IconButton, useStyles2 } from '@grafana/ui';
import type { HistodriftDataSource } from '../datasource';
import { useLabelValues, useLabels } from '../lookup/useSideOptions';
import { type Matcher, type Selection, matcherOps } from '../query/query';
import { LookupCombobox } from './LookupCombobox';

/** A matcher that may still lack its value. */
export type MatcherDraft = Omit<Matcher, 'value'> & { value?: string };

interface Props {
  /** What the row is called by screen readers. */
  name: string;
  datasource: HistodriftDataSource;
  matcher: MatcherDraft;
  side: Selection;
  onChange: (matcher: MatcherDraft) => void;
  onRemove: () => void;
}

const ops = matcherOps.map((value) => ({ value, label: value }));

/** Label, operator and value. */
export function MatcherRow({ name, datasource, matcher, side, onChange, onRemove }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const labels = useLabels(datasource, side);
  const values = useLabelValues(datasource, matcher.label, side);
  return (
    <div className={styles.row} role="group" aria-label={name}>
      <span id={`${id}label`} hidden>
        Label
      </span>
      <LookupCombobox
        labelId={`${id}label`}
        placeholder="label"
        fit={{ minWidth: 12, maxWidth: 24 }}
        options={labels}
        value={matcher.label}
        // A value belongs to its label.
        onChange={(label) => label !== matcher.label && onChange({ label, op: matcher.op })}
      />
      <span id={`${id}op`} hidden>
        Operator
      </span>
      <Combobox
        aria-labelledby={`${id}op`}
        width={8}
        options={ops}
        value={matcher.op}
        onChange={({ value }) => onChange({ ...matcher, op: value })}
      />
      <span id={`${id}value`} hidden>
        Value
      </span>
      <LookupCombobox
        labelId={`${id}value`}
        placeholder="value"
        fit={{ minWidth: 14, maxWidth: 32 }}
        options={values}
        disabled={matcher.label === ''}
        value={matcher.value}
        onChange={(value) => onChange({ ...matcher, value })}
      />
      <IconButton name="times" variant="secondary" tooltip={`Remove ${name.toLowerCase()}`} onClick={onRemove} />
    </div>
  );
}

const getStyles = () => ({
  row: css({ display: 'flex', alignItems: 'center', gap: 2, maxWidth: '100%' }),
});
