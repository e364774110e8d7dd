import { MAX_VALUES } from '../../query/explain';
import type { Explain } from '../../query/options';
import { Labelled } from '../Labelled';
import { LabelsInput } from '../LabelsInput';
import { NumberInput } from '../NumberInput';
import type { SectionProps } from '../sectionProps';
import { withoutBlanks } from './withoutBlanks';

/** Which labels may account for a change. */
export function ExplainFields({ query, question, datasource, change, problem }: SectionProps) {
  const { labels = [], maxValues } = query.explain ?? {};
  const changeOptions = (patch: Explain) => change({ explain: withoutBlanks({ ...query.explain, ...patch }) });
  return (
    <>
      <Labelled label="By the labels" help="explainLabels" error={problem('explain.labels')} grow>
        {(ids) => (
          <LabelsInput
            {...ids}
            datasource={datasource}
            side={question.current}
            placeholder="all that there are"
            value={labels}
            onChange={(chosen) => changeOptions({ labels: chosen.length > 0 ? chosen : undefined })}
          />
        )}
      </Labelled>
      <Labelled label="Values told apart" help="explainMaxValues" error={problem('explain.maxValues')}>
        {({ id }) => (
          <NumberInput
            id={id}
            width={12}
            {...MAX_VALUES}
            placeholder="20"
            value={maxValues}
            invalid={problem('explain.maxValues') !== undefined}
            onCommit={(count) => changeOptions({ maxValues: count })}
          />
        )}
      </Labelled>
    </>
  );
}
