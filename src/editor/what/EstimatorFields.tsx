import { Combobox } from '@grafana/ui';
import { estimatorOf, estimators } from '../../query/estimator';
import { isMass } from '../../query/measure';
import { canEstimate, viewOrDefault } from '../../query/view';
import { Labelled } from '../Labelled';
import { NumberInput } from '../NumberInput';
import type { SectionProps } from '../sectionProps';

const options = estimators.map(({ name, label, description }) => ({ value: name, label, description }));

/** How shares are taken from counts; of new and vanished mass there is but one way. */
export function EstimatorFields({ question, change, problem }: SectionProps) {
  const { estimator, smoothing, measures } = question;
  const view = viewOrDefault(question);
  const amount = estimatorOf(estimator)?.amount;
  if (measures.every(isMass) && estimator === 'corrected' && smoothing === undefined) {
    return null;
  }
  return (
    <>
      <Labelled label="Estimator" help="estimator" error={problem('estimator')}>
        {({ id, labelId }) => (
          <Combobox
            id={id}
            aria-labelledby={labelId}
            width={22}
            options={options.filter(({ value }) => value === estimator || canEstimate(view, value))}
            value={estimator}
            onChange={({ value }) =>
              // An amount belongs to its estimator.
              change({ estimator: value === 'corrected' ? undefined : value, smoothing: undefined })
            }
          />
        )}
      </Labelled>
      {(amount || smoothing !== undefined) && (
        <Labelled label={amount?.label ?? 'Amount'} help="smoothing" error={problem('smoothing')}>
          {({ id }) => (
            <NumberInput
              id={id}
              width={14}
              placeholder={amount && String(amount.default)}
              value={smoothing}
              invalid={problem('smoothing') !== undefined}
              onCommit={(value) => change({ smoothing: value })}
            />
          )}
        </Labelled>
      )}
    </>
  );
}
