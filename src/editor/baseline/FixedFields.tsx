import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import type { FixedBaseline } from '../../query/query';
import { toRFC3339 } from '../../query/time';
import { DraftInput } from '../DraftInput';
import { Labelled } from '../Labelled';
import type { SectionProps } from '../sectionProps';

const ends = [
  { end: 'from', label: 'From' },
  { end: 'to', label: 'To' },
] as const;

/** The same series in an absolute range. */
export function FixedFields({ baseline, change, problem, warning, range }: SectionProps & { baseline: FixedBaseline }) {
  const styles = useStyles2(getStyles);
  const takeRange = () =>
    range && change({ baseline: { ...baseline, from: range.from.toISOString(), to: range.to.toISOString() } });
  return (
    <>
      {ends.map(({ end, label }) => (
        <Labelled
          key={end}
          label={label}
          help={end}
          error={problem(`baseline.${end}`)}
          warning={warning(`baseline.${end}`)}
        >
          {({ id, describedBy }) => (
            <DraftInput
              id={id}
              aria-describedby={describedBy}
              width={27}
              placeholder="2026-11-01T00:00:00Z"
              value={baseline[end] ?? ''}
              invalid={problem(`baseline.${end}`) !== undefined}
              onCommit={(text) => change({ baseline: { ...baseline, [end]: toRFC3339(text) } })}
            />
          )}
        </Labelled>
      ))}
      {range && (
        <Button type="button" variant="secondary" fill="outline" onClick={takeRange} className={styles.button}>
          Use the range shown
        </Button>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // In line with the inputs, below where their labels are.
  button: css({ marginTop: theme.spacing(2.75) }),
});
