import type { Baseline, StaticBaseline } from '../../query/query';
import { CodeInput } from '../CodeInput';
import { Labelled } from '../Labelled';
import { Row } from '../Section';
import type { SectionProps } from '../sectionProps';
import { IntervalRows } from './IntervalRows';

type Props = SectionProps & { baseline: Exclude<Baseline, StaticBaseline> };

/** Times that the baseline leaves out: by the clock, and by what was measured then. */
export function LeaveOut({ baseline, change, problem, range }: Props) {
  const { exclude = [], mute = '' } = baseline;
  return (
    <Row>
      <Labelled label="Leave out" help="exclude" error={problem('baseline.exclude')} group>
        {() => (
          <IntervalRows
            intervals={exclude}
            range={range}
            invalid={(i, end) => problem(`baseline.exclude[${i}].${end}`) !== undefined}
            onChange={(intervals) =>
              change({ baseline: { ...baseline, exclude: intervals.length > 0 ? intervals : undefined } })
            }
          />
        )}
      </Labelled>
      <Labelled label="Mute while" help="mute" error={problem('baseline.mute')} grow>
        {({ id }) => (
          <CodeInput
            id={id}
            rows={1}
            placeholder="never"
            value={mute}
            invalid={problem('baseline.mute') !== undefined}
            onCommit={(text) => change({ baseline: { ...baseline, mute: text || undefined } })}
          />
        )}
      </Labelled>
    </Row>
  );
}
