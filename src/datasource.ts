import {
  type AdHocVariableFilter,
  type DataSourceGetTagKeysOptions,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type MetricFindValue,
  type ScopedVars,
} from '@grafana/data';
import { DataSourceWithBackend, type TemplateSrv, getTemplateSrv } from '@grafana/runtime';
import { DEFAULT_SCRAPE_INTERVAL, type HistodriftSettings } from './config/settings';
import { Lookup } from './lookup/lookup';
import { newQuestion } from './query/defaults';
import { interpolate, interpolateSelection } from './query/interpolate';
import type { HistodriftQuery, Selection } from './query/query';
import { isComplete } from './query/validate';

/** Hands questions to the query layer. All computing is done there, so that panels and alert rules get the same number. */
export class HistodriftDataSource extends DataSourceWithBackend<HistodriftQuery, HistodriftSettings> {
  /** How often the metrics are scraped, unless a query says otherwise. */
  readonly scrapeInterval: string;

  readonly lookup = new Lookup((path, params, options) => this.getResource(path, params, options));

  constructor(
    settings: DataSourceInstanceSettings<HistodriftSettings>,
    private readonly templates: TemplateSrv = getTemplateSrv()
  ) {
    super(settings);
    this.scrapeInterval = settings.jsonData.timeInterval || DEFAULT_SCRAPE_INTERVAL;
  }

  override getDefaultQuery(): Partial<HistodriftQuery> {
    return newQuestion;
  }

  /**
   * Holds back questions that are still being written. One that is filled in but can't work goes to the query layer,
   * whose answer says in the panel what is wrong.
   */
  override filterQuery(query: HistodriftQuery): boolean {
    return isComplete(query);
  }

  override applyTemplateVariables(
    query: HistodriftQuery,
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[]
  ): HistodriftQuery {
    return interpolate(query, this.templates, scopedVars, filters);
  }

  /** Replaces the dashboard variables of one side, as look-ups need it. */
  resolve(side: Selection): Selection {
    return interpolateSelection(side, this.templates);
  }

  /** Names of the dashboard's variables; alert rules and Explore have none. */
  variableNames(): string[] {
    return this.templates.getVariables?.().map(({ name }) => `$${name}`) ?? [];
  }

  /** Labels for the dashboard's ad hoc filters. */
  override async getTagKeys(options?: DataSourceGetTagKeysOptions<HistodriftQuery>): Promise<MetricFindValue[]> {
    const { items } = await this.lookup.labels(this.sideOf(options?.queries));
    return items.map((text) => ({ text }));
  }

  /** Values of a label for the dashboard's ad hoc filters. */
  override async getTagValues(options: DataSourceGetTagValuesOptions<HistodriftQuery>): Promise<MetricFindValue[]> {
    const { items } = await this.lookup.labelValues(options.key, this.sideOf(options.queries), '');
    return items.map((text) => ({ text }));
  }

  /** Filters may name any label of the dashboard's first question. */
  private sideOf(queries: HistodriftQuery[] = []): Selection {
    return this.resolve(queries[0]?.current ?? newQuestion.current);
  }
}
