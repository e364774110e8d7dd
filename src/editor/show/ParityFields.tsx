import type { Parity } from '../../query/options';
import { Labelled } from '../Labelled';
import { LabelsInput } from '../LabelsInput';
import { More } from '../More';
import { NumberInput } from '../NumberInput';
import { PercentInput } from '../PercentInput';
import { Row } from '../Section';
import type { SectionProps } from '../sectionProps';
import { withoutBlanks } from './withoutBlanks';

/** Whether both sides get the traffic they should. */
export function ParityFields({ query, question, datasource, change, problem }: SectionProps) {
  const { parity } = query.verdict ?? {};
  const { ratio, labels = [] } = parity ?? {};
  const changeParity = (patch: Parity) => {
    const next = withoutBlanks({ ...parity, ...patch });
    change({ verdict: withoutBlanks({ ...query.verdict, parity: next }) });
  };
  return (
    <More label="traffic of both sides" used={parity !== undefined} wrong={problem('verdict.parity') !== undefined}>
      <Row>
        <Labelled label="Traffic ratio" help="parityRatio" error={problem('verdict.parity.ratio')}>
          {({ id }) => (
            <NumberInput
              id={id}
              width={14}
              placeholder="not checked"
              value={ratio}
              invalid={problem('verdict.parity.ratio') !== undefined}
              onCommit={(value) => changeParity({ ratio: value })}
            />
          )}
        </Labelled>
        <Labelled label="Tolerance" help="parityTolerance" error={problem('verdict.parity.tolerance')}>
          {({ id }) => (
            <PercentInput
              id={id}
              placeholder="20"
              value={parity?.tolerance}
              invalid={problem('verdict.parity.tolerance') !== undefined}
              onCommit={(tolerance) => changeParity({ tolerance })}
            />
          )}
        </Labelled>
        <Labelled label="Same mix of" help="parityLabels" error={problem('verdict.parity.labels')} grow>
          {(ids) => (
            <LabelsInput
              {...ids}
              datasource={datasource}
              side={question.current}
              placeholder="not checked"
              value={labels}
              onChange={(chosen) => changeParity({ labels: chosen.length > 0 ? chosen : undefined })}
            />
          )}
        </Labelled>
      </Row>
    </More>
  );
}
