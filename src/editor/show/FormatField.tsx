import { CoreApp } from '@grafana/data';
import { RadioButtonGroup } from '@grafana/ui';
import type { Format, View } from '../../query/query';
import { viewOrDefault } from '../../query/view';
import { Labelled } from '../Labelled';
import type { SectionProps } from '../sectionProps';

type Option = { value: Format; label: string };

const forReaders: Option[] = [
  { value: 'table', label: 'For people' },
  { value: 'numeric', label: 'For alert rules' },
];

const forPanels: Option[] = [
  { value: 'table', label: 'Table' },
  { value: 'numeric', label: 'Numeric axis' },
];

/** The form of the answer of views that have two. */
export function FormatField({ query, question, app, change, problem }: SectionProps) {
  const { view, format, instant } = question;
  if (!viewOrDefault(question).formatted || (!instant && query.format === undefined)) {
    return null;
  }
  const needsNumbers = app === CoreApp.UnifiedAlerting && format === 'table' && view !== 'distributions';
  return (
    <Labelled
      label="Format"
      help="format"
      error={problem('format')}
      warning={needsNumbers ? 'Alert rules need numbers: choose “For alert rules”.' : undefined}
      group
    >
      {() => (
        <RadioButtonGroup
          aria-label="Format"
          options={optionsOf(view)}
          value={format}
          onChange={(chosen) => change({ format: chosen === 'table' ? undefined : chosen })}
        />
      )}
    </Labelled>
  );
}

function optionsOf(view: View): Option[] {
  return view === 'distributions' ? forPanels : forReaders;
}
