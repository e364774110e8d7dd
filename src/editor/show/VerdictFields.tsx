import { Combobox } from '@grafana/ui';
import type { Verdict, Worse } from '../../query/options';
import { toRFC3339 } from '../../query/time';
import { canBeWorse } from '../../query/verdict';
import { DraftInput } from '../DraftInput';
import { Labelled } from '../Labelled';
import { PercentInput } from '../PercentInput';
import type { SectionProps } from '../sectionProps';
import { ParityFields } from './ParityFields';
import { withoutBlanks } from './withoutBlanks';

/** What has to become worse for a verdict to fail. */
type Fails = 'any' | 'meanUp' | 'meanDown' | 'quantileUp' | 'quantileDown';

const fails: Array<{ value: Fails; label: string; description: string; worse?: Worse }> = [
  { value: 'any', label: 'Any change', description: 'For the better, too' },
  {
    value: 'meanUp',
    label: 'A higher mean',
    description: 'Such as latencies',
    worse: { statistic: 'mean', direction: 'up' },
  },
  {
    value: 'meanDown',
    label: 'A lower mean',
    description: 'Such as scores',
    worse: { statistic: 'mean', direction: 'down' },
  },
  {
    value: 'quantileUp',
    label: 'A higher percentile',
    description: 'Such as the slowest requests',
    worse: { statistic: 'quantile', direction: 'up' },
  },
  {
    value: 'quantileDown',
    label: 'A lower percentile',
    description: 'Such as the worst scores',
    worse: { statistic: 'quantile', direction: 'down' },
  },
];

/** How a change is judged that is looked at again and again. */
export function VerdictFields(props: SectionProps) {
  const { query, question, change, problem } = props;
  const { since, worse } = question.verdict ?? {};
  const changeOptions = (patch: Verdict) => change({ verdict: withoutBlanks({ ...query.verdict, ...patch }) });
  const options = fails.filter(({ worse: of }) => !of || worse !== undefined || canBeWorse(question));
  return (
    <>
      <Labelled label="Since" help="verdictSince" error={problem('verdict.since')}>
        {({ id }) => (
          <DraftInput
            id={id}
            width={27}
            placeholder="start of the range"
            value={since ?? ''}
            invalid={problem('verdict.since') !== undefined}
            onCommit={(text) => changeOptions({ since: text ? toRFC3339(text) : undefined })}
          />
        )}
      </Labelled>
      <Labelled label="Fails on" help="verdictWorse" error={worseProblem(problem)}>
        {({ id, labelId }) => (
          <Combobox
            id={id}
            aria-labelledby={labelId}
            width={22}
            options={options.map(({ worse: _, ...option }) => option)}
            value={failsOn(worse)}
            onChange={({ value }) => changeOptions({ worse: fails.find((option) => option.value === value)?.worse })}
          />
        )}
      </Labelled>
      {worse?.statistic === 'quantile' && (
        <Labelled label="Percentile" help="verdictQuantile" error={problem('verdict.worse.quantile')}>
          {({ id }) => (
            <PercentInput
              id={id}
              value={worse.quantile}
              invalid={problem('verdict.worse.quantile') !== undefined}
              onCommit={(quantile) => changeOptions({ worse: withoutBlanks({ ...query.verdict?.worse, quantile }) })}
            />
          )}
        </Labelled>
      )}
      <ParityFields {...props} />
    </>
  );
}

function failsOn(worse?: Worse): Fails {
  return worse ? `${worse.statistic ?? 'mean'}${worse.direction === 'down' ? 'Down' : 'Up'}` : 'any';
}

/** The percentile has its word beside it. */
function worseProblem(problem: SectionProps['problem']): string | undefined {
  const message = problem('verdict.worse');
  return message === problem('verdict.worse.quantile') ? undefined : message;
}
