import { Combobox } from '@grafana/ui';
import type { View } from '../../query/query';
import { canShow, views } from '../../query/view';
import { Labelled } from '../Labelled';
import type { SectionProps } from '../sectionProps';

type Props = SectionProps & { views?: View[] };

/** Chooses what the query returns. */
export function ViewChoice({ views: offered, question, refit, problem }: Props) {
  const { view, current } = question;
  // What does not apply is not offered; what is there all the same is shown.
  const options = views
    .filter(({ name }) => name === view || ((offered?.includes(name) ?? true) && canShow(name, current)))
    .map(({ name, label, description }) => ({ value: name, label, description }));
  return (
    <Labelled label="View" help="view" error={problem('view')}>
      {({ id, labelId }) => (
        <Combobox
          id={id}
          aria-labelledby={labelId}
          width={26}
          options={options}
          value={view}
          onChange={({ value }) => refit({ view: value === 'divergence' ? undefined : value })}
        />
      )}
    </Labelled>
  );
}
