import { canHaveFloor } from '../../query/confidence';
import type { Confidence } from '../../query/query';
import { viewOrDefault } from '../../query/view';
import { Labelled } from '../Labelled';
import { Toggle } from '../Toggle';
import type { SectionProps } from '../sectionProps';

/** What a value is seen against: noise, and what is normal here. */
export function ReferenceFields({ query, question, change, problem }: SectionProps) {
  const { confidence } = question;
  const changeConfidence = (patch: Confidence) => change({ confidence: { ...query.confidence, ...patch } });
  return (
    <>
      {canHaveFloor(question) && (
        <Labelled label="Noise floor" help="noiseFloor">
          {({ id }) => (
            <Toggle id={id} value={confidence.noiseFloor} onChange={(noiseFloor) => changeConfidence({ noiseFloor })} />
          )}
        </Labelled>
      )}
      {(confidence.expectedRange || !viewOrDefault(question).withoutNormal) && (
        <Labelled label="Expected range" help="expectedRange" error={problem('confidence.expectedRange')}>
          {({ id }) => (
            <Toggle
              id={id}
              value={confidence.expectedRange}
              onChange={(expectedRange) => changeConfidence({ expectedRange })}
            />
          )}
        </Labelled>
      )}
    </>
  );
}
