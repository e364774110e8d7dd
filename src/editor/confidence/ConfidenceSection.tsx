import { viewOrDefault } from '../../query/view';
import { DraftInput } from '../DraftInput';
import { Labelled } from '../Labelled';
import { More } from '../More';
import { NumberInput } from '../NumberInput';
import { Row, Section } from '../Section';
import type { SectionProps } from '../sectionProps';
import { BandFields } from './BandFields';
import { BurstFields } from './BurstFields';
import { ReferenceFields } from './ReferenceFields';
import { ThresholdField } from './ThresholdField';

/** How sure the answer has to be before it counts. */
export function ConfidenceSection(props: SectionProps) {
  const { query, question, change, problem } = props;
  const { noiseFloor, expectedRange } = query.confidence ?? {};
  return (
    <Section title="How sure" hint="What counts as a change">
      <Row>
        <ThresholdField {...props} />
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
        <BandFields {...props} />
      </Row>
      <More
        label="noise floor, expected range, bursts, wider windows, scrape interval"
        used={[noiseFloor, expectedRange, query.replicates, query.widenTo, query.scrapeInterval].some(
          (value) => value !== undefined
        )}
        // Of bursts, the label is still to be chosen once they go by one.
        wrong={['confidence.expectedRange', 'replicates', 'widenTo', 'scrapeInterval'].some(problem)}
      >
        <Row>
          <ReferenceFields {...props} />
          <BurstFields {...props} />
          {(query.widenTo || !viewOrDefault(question).fixedWindow) && <WidenField {...props} />}
          <ScrapeField {...props} />
        </Row>
      </More>
    </Section>
  );
}

function WidenField({ question, change, problem }: SectionProps) {
  return (
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
  );
}

function ScrapeField({ question, datasource, change, problem }: SectionProps) {
  return (
    <Labelled label="Scrape interval" help="scrapeInterval" error={problem('scrapeInterval')}>
      {({ id }) => (
        <DraftInput
          id={id}
          width={14}
          placeholder={datasource.scrapeInterval}
          value={question.scrapeInterval ?? ''}
          invalid={problem('scrapeInterval') !== undefined}
          onCommit={(text) => change({ scrapeInterval: text || undefined })}
        />
      )}
    </Labelled>
  );
}
