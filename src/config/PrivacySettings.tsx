import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { ConfigSubSection } from '@grafana/plugin-ui';
import { InlineField, Input } from '@grafana/ui';
import { wholeProblem } from '../query/problem';
import { SUPPRESS_BELOW } from '../query/suppress';
import type { HistodriftSettings } from './settings';

type Props = DataSourcePluginOptionsEditorProps<HistodriftSettings>;

/** What no query may show. */
export function PrivacySettings({ options, onOptionsChange }: Props) {
  const { jsonData, readOnly } = options;
  const { suppressBelow } = jsonData;
  const error =
    suppressBelow === undefined ? undefined : wholeProblem('suppressBelow', suppressBelow, SUPPRESS_BELOW)[0]?.message;
  return (
    <ConfigSubSection title="Privacy">
      <InlineField
        label="Hide bins below"
        labelWidth={24}
        tooltip="Bins with fewer events than this, but some, are not shown by themselves, whatever a query says. The views verdict, explain and exemplars are refused then. Empty: queries say."
        htmlFor="privacy-suppress-below"
        disabled={readOnly}
        invalid={error !== undefined}
        error={error}
      >
        <Input
          id="privacy-suppress-below"
          type="number"
          min={0}
          width={20}
          placeholder="0"
          value={suppressBelow ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onOptionsChange({
              ...options,
              jsonData: { ...jsonData, suppressBelow: value === '' ? undefined : Number(value) },
            })
          }
        />
      </InlineField>
    </ConfigSubSection>
  );
}
