import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import {
  AdvancedHttpSettings,
  Auth,
  ConfigSection,
  ConnectionSettings,
  DataSourceDescription,
  convertLegacyAuthProps,
} from '@grafana/plugin-ui';
import { Divider } from '@grafana/ui';
import { PrivacySettings } from './PrivacySettings';
import { PrometheusSettings } from './PrometheusSettings';
import type { HistodriftSettings } from './settings';

type Props = DataSourcePluginOptionsEditorProps<HistodriftSettings>;

/** Where the Prometheus server is and how to talk to it. */
export function ConfigEditor({ options, onOptionsChange }: Props) {
  return (
    <>
      <DataSourceDescription
        dataSourceName="Histodrift"
        docsLink="https://github.com/histodrift/histodrift/tree/main/docs"
      />
      <Divider />
      <ConnectionSettings
        config={options}
        onChange={onOptionsChange}
        urlLabel="Prometheus server URL"
        urlPlaceholder="http://localhost:9090"
        urlTooltip="Prometheus, Mimir, Thanos, Cortex or VictoriaMetrics. Grafana’s server must be able to reach it."
      />
      <Divider />
      <Auth {...convertLegacyAuthProps({ config: options, onChange: onOptionsChange })} />
      <Divider />
      <ConfigSection title="Additional settings" isCollapsible isInitiallyOpen>
        <AdvancedHttpSettings config={options} onChange={(changed) => onOptionsChange(withoutEmptyTimeout(changed))} />
        <Divider />
        <PrometheusSettings options={options} onOptionsChange={onOptionsChange} />
        <PrivacySettings options={options} onOptionsChange={onOptionsChange} />
      </ConfigSection>
    </>
  );
}

/** An emptied timeout reads as NaN, which JSON can't hold. */
function withoutEmptyTimeout(options: Props['options']): Props['options'] {
  const { timeout } = options.jsonData;
  return Number.isNaN(timeout) ? { ...options, jsonData: { ...options.jsonData, timeout: undefined } } : options;
}
