import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { ConfigSubSection } from '@grafana/plugin-ui';
import { InlineField, Input, RadioButtonGroup } from '@grafana/ui';
import { durationProblems } from '../query/problem';
import type { HistodriftSettings } from './settings';

type Props = DataSourcePluginOptionsEditorProps<HistodriftSettings>;

const methods = [
  { value: 'POST' as const, label: 'POST' },
  { value: 'GET' as const, label: 'GET' },
];

const durations = [
  {
    key: 'timeInterval' as const,
    label: 'Scrape interval',
    placeholder: '15s',
    tooltip: 'How often Prometheus scrapes the metrics. Stretches of time shorter than four scrapes are not looked at.',
  },
  {
    key: 'queryTimeout' as const,
    label: 'Query timeout',
    placeholder: '60s',
    tooltip: 'The longest time that Prometheus may work on a query.',
  },
];

/** What is Prometheus’s own; the keys are those of Grafana’s Prometheus data source. */
export function PrometheusSettings({ options, onOptionsChange }: Props) {
  const { jsonData, readOnly } = options;
  const change = (patch: Partial<HistodriftSettings>) =>
    onOptionsChange({ ...options, jsonData: { ...jsonData, ...patch } });
  return (
    <ConfigSubSection title="Prometheus">
      {durations.map(({ key, label, placeholder, tooltip }) => {
        const text = jsonData[key] ?? '';
        const error = text === '' ? undefined : durationProblems(key, text)[0]?.message;
        return (
          <InlineField
            key={key}
            label={label}
            labelWidth={24}
            tooltip={tooltip}
            htmlFor={`prometheus-${key}`}
            disabled={readOnly}
            invalid={error !== undefined}
            error={error}
          >
            <Input
              id={`prometheus-${key}`}
              width={20}
              placeholder={placeholder}
              value={text}
              onChange={(event) => change({ [key]: event.currentTarget.value || undefined })}
            />
          </InlineField>
        );
      })}
      <InlineField
        label="HTTP method"
        labelWidth={24}
        tooltip="POST carries long queries; use GET where a proxy refuses POST."
        disabled={readOnly}
      >
        <RadioButtonGroup
          aria-label="HTTP method"
          options={methods}
          value={jsonData.httpMethod ?? 'POST'}
          onChange={(httpMethod) => change({ httpMethod })}
        />
      </InlineField>
    </ConfigSubSection>
  );
}
