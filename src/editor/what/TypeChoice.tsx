import { RadioButtonGroup } from '@grafana/ui';
import type { SeriesType } from '../../query/query';
import { Labelled } from '../Labelled';
import type { HelpTopic } from '../helpTexts';
import type { SectionProps } from '../sectionProps';

export interface TypeOption {
  value: SeriesType;
  label: string;
}

interface Props extends SectionProps {
  types: TypeOption[];
  help: HelpTopic;
}

/** What kind of series the metric has, where the server is not to be asked. */
export function TypeChoice({ types, help, question, change, problem }: Props) {
  const { type = 'auto', ...rest } = question.current;
  return (
    <Labelled label="Type" help={help} error={problem('current.type')} group>
      {() => (
        <RadioButtonGroup
          aria-label="Type"
          options={types}
          value={type}
          onChange={(chosen) => change({ current: chosen === 'auto' ? rest : { ...rest, type: chosen } })}
        />
      )}
    </Labelled>
  );
}
