import { RadioButtonGroup } from '@grafana/ui';
import { areShares } from '../query/measure';
import type { Confidence, Statistic } from '../query/query';
import { DraftInput } from './DraftInput';
import { Labelled } from './Labelled';
import { NumberInput } from './NumberInput';
import { Row, Section } from './Section';
import { Toggle } from './Toggle';
import type { SectionProps } from './sectionProps';

const statistics: Array<{ value: Statistic; label: string }> = [
  { value: 'lower', label: 'lower limit' },
  { value: 'estimate', label: 'estimate' },
  { value: 'upper', label: 'upper limit' },
];

/** How sure the answer has to be before it counts. */
export function ConfidenceSection({ query, question, change, problem }: SectionProps) {
  const { confidence } = question;
  const changeConfidence = (patch: Confidence) => change({ confidence: { ...query.confidence, ...patch } });
  return (
    <Section title="How sure" hint="Band, samples and alerts">
      <Row>
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
        <Labelled label="Minimum samples" help="minCount" error={problem('minCount')}>
          {({ id }) => (
            <NumberInput
              id={id}
              width={14}
              value={question.minCount}
              invalid={problem('minCount') !== undefined}
              onCommit={(minCount) => change({ minCount })}
            />
          )}
        </Labelled>
        <Labelled label="Widen to" help="widenTo" error={problem('widenTo')}>
          {({ id }) => (
            <DraftInput
              id={id}
              width={14}
              placeholder="never"
              value={question.widenTo ?? ''}
              suggestions={['6h', '1d', '7d']}
              invalid={problem('widenTo') !== undefined}
              onCommit={(text) => change({ widenTo: text || undefined })}
            />
          )}
        </Labelled>
        <Labelled label="Threshold" help="threshold" error={problem('threshold')}>
          {({ id }) => (
            <NumberInput
              id={id}
              width={14}
              placeholder="none"
              suffix={areShares(question.measures) ? undefined : question.unit}
              value={question.threshold}
              invalid={problem('threshold') !== undefined}
              onCommit={(threshold) => change({ threshold })}
            />
          )}
        </Labelled>
        <Labelled label="Alert on" help="alertOn" error={problem('alertOn')} group>
          {() => (
            <RadioButtonGroup
              aria-label="Alert on"
              options={statistics}
              value={question.alertOn}
              onChange={(alertOn) => change({ alertOn })}
            />
          )}
        </Labelled>
        <Labelled label="Scrape interval" help="scrapeInterval" error={problem('scrapeInterval')}>
          {({ id }) => (
            <DraftInput
              id={id}
              width={14}
              placeholder="data source’s"
              value={question.scrapeInterval ?? ''}
              invalid={problem('scrapeInterval') !== undefined}
              onCommit={(text) => change({ scrapeInterval: text || undefined })}
            />
          )}
        </Labelled>
      </Row>
    </Section>
  );
}

/** Without the digits that only binary fractions have. */
function toPercent(level: number): number {
  return Number((level * 100).toPrecision(6));
}

function fromPercent(percent: number): number {
  return Number((percent / 100).toPrecision(6));
}
