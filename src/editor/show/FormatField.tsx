import { CoreApp } from '@grafana/data';
import { RadioButtonGroup } from '@grafana/ui';
import type { Format } from '../../query/query';
import { type ViewInfo, canForm, formOf, viewOrDefault } from '../../query/view';
import { Labelled } from '../Labelled';
import type { SectionProps } from '../sectionProps';

/** A form of the answer; none is the view's own. */
type Choice = Format | 'own';

/** The form of the answer of views that have several. */
export function FormatField({ query, question, app, change, problem }: SectionProps) {
  const { format, instant } = question;
  const view = viewOrDefault(question);
  if (!view.formats || (!instant && query.format === undefined)) {
    return null;
  }
  // What does not apply is not offered; what is there all the same is shown.
  const offered = view.formats.filter((one) => one === format || canForm(view, one, question));
  const choices: Choice[] = view.ownForm ? ['own', ...offered] : offered;
  const needsNumbers = app === CoreApp.UnifiedAlerting && format !== 'numeric' && labels(view).numeric === FOR_RULES;
  return (
    <Labelled
      label="Format"
      help="format"
      error={problem('format')}
      warning={needsNumbers ? `Alert rules need numbers: choose “${FOR_RULES}”.` : undefined}
      group
    >
      {() => (
        <RadioButtonGroup<Choice>
          aria-label="Format"
          options={choices.map((value) => ({ value, label: labels(view)[value] }))}
          value={format ?? 'own'}
          onChange={(chosen) =>
            change({ format: chosen === 'own' || chosen === formOf(view, instant) ? undefined : chosen })
          }
        />
      )}
    </Labelled>
  );
}

const FOR_RULES = 'For alert rules';

function labels({ name, ownForm }: ViewInfo): Record<Choice, string> {
  const numeric = name === 'distributions' ? 'Numeric axis' : FOR_RULES;
  return {
    own: 'Over a graph',
    table: ownForm || name === 'distributions' ? 'Table' : 'For people',
    bars: 'Bars',
    numeric,
  };
}
