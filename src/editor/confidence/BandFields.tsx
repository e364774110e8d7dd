import { canHaveBand } from '../../query/confidence';
import type { Confidence } from '../../query/query';
import { Labelled } from '../Labelled';
import { PercentInput } from '../PercentInput';
import { Toggle } from '../Toggle';
import type { SectionProps } from '../sectionProps';

/** The band around the value, where the measures and the estimator have one. */
export function BandFields({ query, question, change, problem }: SectionProps) {
  const { confidence } = question;
  const changeConfidence = (patch: Confidence) => change({ confidence: { ...query.confidence, ...patch } });
  if (!canHaveBand(question)) {
    return null;
  }
  return (
    <>
      <Labelled label="Band" help="band">
        {({ id }) => <Toggle id={id} value={confidence.band} onChange={(band) => changeConfidence({ band })} />}
      </Labelled>
      <Labelled label="Confidence level" help="level" error={problem('confidence.level')}>
        {({ id }) => (
          <PercentInput
            id={id}
            value={confidence.level}
            invalid={problem('confidence.level') !== undefined}
            onCommit={(level) => changeConfidence({ level })}
          />
        )}
      </Labelled>
    </>
  );
}
