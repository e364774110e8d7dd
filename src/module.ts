import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor } from './config/ConfigEditor';
import type { HistodriftSettings } from './config/settings';
import { HistodriftDataSource } from './datasource';
import { QueryEditor } from './editor/QueryEditor';
import type { HistodriftQuery } from './query/query';

/** What Grafana loads. */
export const plugin = new DataSourcePlugin<HistodriftDataSource, HistodriftQuery, HistodriftSettings>(
  HistodriftDataSource
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
