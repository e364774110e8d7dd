import { Combobox } from '@grafana/ui';
import type { Baseline, BaselineKind } from '../../query/query';
import { Labelled } from '../Labelled';
import { Row, Section } from '../Section';
import type { SectionProps } from '../sectionProps';
import { CohortFields } from './CohortFields';
import { FixedFields } from './FixedFields';
import { PreviousFields } from './PreviousFields';

const kinds: Array<{ value: BaselineKind; label: string; description: string; start: Baseline }> = [
  {
    value: 'previous',
    label: 'Earlier',
    description: 'The same series, some time before',
    start: { kind: 'previous', offset: '1d' },
  },
  {
    value: 'fixed',
    label: 'Fixed range',
    description: 'The same series in a known good time',
    start: { kind: 'fixed', from: '', to: '' },
  },
  {
    value: 'cohort',
    label: 'Other series',
    description: 'Other series at the same time, such as canary and stable',
    start: { kind: 'cohort' },
  },
];

/** What the current side is compared with. */
export function BaselineSection(props: SectionProps) {
  const { question, change, problem } = props;
  const changeKind = (kind: BaselineKind) => change({ baseline: kinds.find(({ value }) => value === kind)?.start });
  return (
    <Section title="Compared with" hint="The baseline">
      <Row>
        <Labelled label="Baseline" help="baseline" error={problem('baseline.kind')}>
          {({ id, labelId }) => (
            <Combobox
              id={id}
              aria-labelledby={labelId}
              width={22}
              options={kinds}
              value={question.baseline.kind}
              onChange={({ value }) => changeKind(value)}
            />
          )}
        </Labelled>
        <Fields {...props} />
      </Row>
    </Section>
  );
}

function Fields(props: SectionProps) {
  const baseline = props.query.baseline ?? { kind: 'previous' };
  switch (baseline.kind) {
    case 'previous':
      return <PreviousFields {...props} baseline={baseline} />;
    case 'fixed':
      return <FixedFields {...props} baseline={baseline} />;
    case 'cohort':
      return <CohortFields {...props} baseline={baseline} />;
    default:
      return null;
  }
}
