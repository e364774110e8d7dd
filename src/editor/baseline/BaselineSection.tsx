import { Combobox } from '@grafana/ui';
import type { Baseline, StaticBaseline } from '../../query/query';
import { Labelled } from '../Labelled';
import { More } from '../More';
import { Note } from '../Note';
import { Row, Section } from '../Section';
import type { SectionProps } from '../sectionProps';
import { BaselineWindow } from './BaselineWindow';
import { CohortFields } from './CohortFields';
import { FixedFields } from './FixedFields';
import { LeaveOut } from './LeaveOut';
import { PreviousFields } from './PreviousFields';
import { SeasonalFields } from './SeasonalFields';
import { StaticFields } from './StaticFields';
import { kinds, startOf } from './kinds';

/** What the current side is compared with. */
export function BaselineSection(props: SectionProps) {
  const { query, question, change, problem } = props;
  const baseline: Baseline = query.baseline ?? { kind: 'previous' };
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
              onChange={({ value }) => change({ baseline: startOf(value, baseline, question.current) })}
            />
          )}
        </Labelled>
        <Fields {...props} baseline={baseline} />
      </Row>
      {baseline.kind !== 'static' && <Rare {...props} baseline={baseline} />}
    </Section>
  );
}

/** What a baseline rarely needs. */
function Rare({ baseline, ...props }: SectionProps & { baseline: Exclude<Baseline, StaticBaseline> }) {
  const { exclude, mute } = baseline;
  const isEarlier = baseline.kind === 'previous';
  const used = exclude !== undefined || mute !== undefined || (isEarlier && baseline.window !== undefined);
  return (
    <More
      label={isEarlier ? 'another window, times left out' : 'times left out'}
      used={used}
      wrong={['baseline.window', 'baseline.exclude', 'baseline.mute'].some(props.problem)}
    >
      {isEarlier && (
        <Row>
          <BaselineWindow {...props} baseline={baseline} />
        </Row>
      )}
      <LeaveOut {...props} baseline={baseline} />
    </More>
  );
}

function Fields({ baseline, ...props }: SectionProps & { baseline: Baseline }) {
  switch (baseline.kind) {
    case 'previous':
      return <PreviousFields {...props} baseline={baseline} />;
    case 'seasonal':
      return <SeasonalFields {...props} baseline={baseline} />;
    case 'fixed':
      return <FixedFields {...props} baseline={baseline} />;
    case 'cohort':
      return <CohortFields {...props} baseline={baseline} />;
    case 'rest':
      return <Note>Each group is compared with all other groups together, at the same time.</Note>;
    case 'static':
      return <StaticFields {...props} baseline={baseline} />;
    default:
      return null;
  }
}
