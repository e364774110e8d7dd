import { Button } from '@grafana/ui';
import type { Question, View } from '../../query/query';
import { hasBothTimes, viewOrDefault, viewsWithOptions } from '../../query/view';
import { Labelled } from '../Labelled';
import { Row, Section } from '../Section';
import { Toggle } from '../Toggle';
import type { SectionProps } from '../sectionProps';
import { AlertOn } from './AlertOn';
import { FormatField } from './FormatField';
import { LimitField } from './LimitField';
import { ViewChoice } from './ViewChoice';
import { ViewHint } from './ViewHint';
import { ViewOptions } from './ViewOptions';

type Props = SectionProps & {
  /** The views to choose from; one is no choice. Default: all. */
  views?: View[];
};

/** Which answer the question gets, and in which form. */
export function ShowSection({ views, ...props }: Props) {
  const { question, change, problem } = props;
  const view = viewOrDefault(question);
  return (
    <Section title="Show as" hint="What the query returns">
      <Row>
        {views?.length !== 1 && <ViewChoice {...props} views={views} />}
        {(hasBothTimes(view) || problem('instant')) && (
          <Labelled label="Single value" help="instant" error={problem('instant')}>
            {({ id }) => (
              <Toggle
                id={id}
                value={question.instant}
                // A table is for one moment.
                onChange={(instant) => change({ instant, ...(!instant && question.format && { format: undefined }) })}
              />
            )}
          </Labelled>
        )}
        <FormatField {...props} />
        <AlertOn {...props} />
        <LimitField {...props} />
      </Row>
      <ViewHint {...props} view={view} />
      <ViewOptions {...props} />
      <Misfits {...props} />
    </Section>
  );
}

/** Takes out what another view left behind, in a query that was written by hand. */
function Misfits({ query, question, change, problem }: SectionProps) {
  const left = misfits(query, question.view);
  return left.length === 0 ? null : (
    <Labelled label="Does not apply" help="misfits" error={problem(left[0])} group>
      {() => (
        <Button
          type="button"
          variant="secondary"
          fill="outline"
          size="sm"
          onClick={() => change(Object.fromEntries(left.map((field) => [field, undefined])))}
        >
          Drop {left.join(', ')}
        </Button>
      )}
    </Labelled>
  );
}

/** Fields that only other views have. They have no input here, in which their mistake could be said. */
function misfits(query: Question, name: View): Array<keyof Question> {
  const view = viewOrDefault({ view: name });
  const own: Array<keyof Question> = [
    ...(view.formats ? [] : ['format' as const]),
    ...(view.limited ? [] : ['limit' as const]),
    ...viewsWithOptions.filter((of) => of !== view.name),
  ];
  return own.filter((field) => query[field] !== undefined);
}
