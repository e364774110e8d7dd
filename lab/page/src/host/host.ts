import type { DataSourceInstanceSettings } from '@grafana/data';
import { setBackendSrv, setTemplateSrv } from '@grafana/runtime';
import plugin from '../../../../src/plugin.json';
import type { HistodriftSettings } from '../../../../src/config/settings';
import { HistodriftDataSource } from '../../../../src/datasource';
import { newQuestion } from '../../../../src/query/defaults';
import type { HistodriftQuery, Question } from '../../../../src/query/query';
import { backend } from './backend';
import { templates } from './templates';

/** A question to start from. */
export interface Example {
  title: string;
  description: string;
  query: Question;
}

/** What the host says about itself at `/lab/page.json`. */
interface PageSettings {
  uid: string;
  name: string;
  jsonData: HistodriftSettings;
  /** None where the host knows nothing of the metrics. */
  query?: Question;
  examples: Example[];
}

/** All that the page needs to start. */
export interface Host {
  datasource: HistodriftDataSource;
  name: string;
  query: HistodriftQuery;
  examples: Example[];
}

/** Stands in for Grafana: gives the data source the services that it expects, and creates it. */
export async function connect(): Promise<Host> {
  setBackendSrv(backend);
  setTemplateSrv(templates);
  const settings = await backend.get<PageSettings>('/lab/page.json');
  return {
    datasource: new HistodriftDataSource(instanceOf(settings)),
    name: settings.name,
    query: { refId: 'A', ...(settings.query ?? newQuestion) },
    examples: settings.examples,
  };
}

function instanceOf({ uid, name, jsonData }: PageSettings) {
  const settings = { uid, name, jsonData, type: plugin.id, access: 'proxy', readOnly: true, meta: plugin };
  return settings as unknown as DataSourceInstanceSettings<HistodriftSettings>;
}
