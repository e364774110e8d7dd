import type { QueryEditorProps } from '@grafana/data';
import type { HistodriftDataSource } from '../datasource';
import { QueryEditor } from '../editor/QueryEditor';
import type { HistodriftQuery } from '../query/query';
import { asEpisodes } from './asEpisodes';

/** Edits the question whose episodes are annotated. */
export function EpisodesEditor(props: QueryEditorProps<HistodriftDataSource, HistodriftQuery>) {
  return <QueryEditor {...props} query={asEpisodes(props.query)} views={['episodes']} />;
}
