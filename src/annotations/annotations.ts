import type { AnnotationSupport } from '@grafana/data';
import { newQuestion } from '../query/defaults';
import type { HistodriftQuery } from '../query/query';
import { EpisodesEditor } from './EpisodesEditor';
import { DEFAULT_THRESHOLD, asEpisodes } from './asEpisodes';

/**
 * Annotations of a dashboard are the episodes of a question. The fields of their frame have the names that Grafana looks
 * for (time, timeEnd, title, text and tags), so that nothing is to be mapped.
 */
export const annotations: AnnotationSupport<HistodriftQuery> = {
  getDefaultQuery: () => ({ ...newQuestion, view: 'episodes', threshold: DEFAULT_THRESHOLD }),
  prepareQuery: ({ target }) => target && asEpisodes(target),
  QueryEditor: EpisodesEditor,
};
