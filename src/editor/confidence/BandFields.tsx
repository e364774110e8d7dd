import { canHaveBand, canHaveFloor } from '../../query/confidence';
import type { Confidence } from '../../query/query';
import { Labelled } from '../Labelled';
import { NumberInput } from '../NumberInput';
import { Toggle } from '../Toggle';
import type { SectionProps } from '../sectionProps';

/** What is drawn around the value: as far as the measures and the estimator have it. */
export function BandFields({ query, question, change, problem }: SectionProps) {
  const { confidence } = question;
  const changeConfidence = (patch: Confidence) => change({ confidence: { ...query.confidence, ...patch } });
  return (
    <>
      {canHaveBand(question) && (
        <>
          <Labelled label="Band" help="band">
            {({ id }) => <Toggle id={id} value={confidence.band} onChange={(band) => changeConfidence({ band })} />}
          </Labelled>
          <Labelled label="Confidence level" help="level" error={problem('confidence.level')}>
            {({ id }) => (
              <NumberInput
                id={id}
                width={12}
                suffix="%"
                value={toPercent(confidence.level)}
                invalid={problem('confidence.level') !== undefined}
                onCommit={(percent) =>
                  changeConfidence({ level: percent === undefined ? undefined : fromPercent(percent) })
                }
              />
            )}
          </Labelled>
        </>
      )}
      {canHaveFloor(question) && (
        <Labelled label="Noise floor" help="noiseFloor">
          {({ id }) => (
            <Toggle id={id} value={confidence.noiseFloor} onChange={(noiseFloor) => changeConfidence({ noiseFloor })} />
          )}
        </Labelled>
      )}
      <Labelled label="Expected range" help="expectedRange">
        {({ id }) => (
          <Toggle
            id={id}
            value={confidence.expectedRange}
            onChange={(expectedRange) => changeConfidence({ expectedRange })}
          />
        )}
      </Labelled>
    </>
  );
}

/** Without the digits that only binary fractions have. */
function toPercent(level: number): number {
  return Number((level * 100).toPrecision(6));
}

function fromPercent(percent: number): number {
  return Number((percent / 100).toPrecision(6));
}
