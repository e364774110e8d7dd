import { DraftInput } from '../DraftInput';
import { Labelled } from '../Labelled';
import { NumberInput } from '../NumberInput';
import { Row, Section } from '../Section';
import type { SectionProps } from '../sectionProps';
import { AlertOn } from './AlertOn';
import { BandFields } from './BandFields';
import { BurstFields } from './BurstFields';
import { ThresholdField } from './ThresholdField';

/** How sure the answer has to be before it counts. */
export function ConfidenceSection(props: SectionProps) {
  const { question, change, problem } = props;
  return (
    <Section title="How sure" hint="Band, samples and alerts">
      <Row>
        <BandFields {...props} />
      </Row>
      <Row>
        <BurstFields {...props} />
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
      <Row>
        <AlertOn {...props} />
        <ThresholdField {...props} />
      </Row>
    </Section>
  );
}
