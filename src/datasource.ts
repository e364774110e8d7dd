import {
  type AbstractQuery,
  type AdHocVariableFilter,
  type DataSourceGetTagKeysOptions,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type DataSourceWithQueryExportSupport,
  type DataSourceWithQueryImportSupport,
  type MetricFindValue,
  type ScopedVars,
} from '@grafana/data';
import { DataSourceWithBackend, type TemplateSrv, getTemplateSrv } from '@grafana/runtime';
import { annotations } from './annotations/annotations';
import { DEFAULT_SCRAPE_INTERVAL, type HistodriftSettings } from './config/settings';
import { Lookup } from './lookup/lookup';
import { fromAbstract, toAbstract } from './query/abstract';
import { newQuestion } from './query/defaults';
import { describe } from './query/describe';
import { interpolate, interpolateSelection } from './query/interpolate';
import { migrate, versionProblems } from './query/migrate';
import type { HistodriftQuery, Selection } from './query/query';
import { isComplete } from './query/validate';
import { Variables } from './variables/variables';

type Exchange = DataSourceWithQueryImportSupport<HistodriftQuery> & DataSourceWithQueryExportSupport<HistodriftQuery>;

/** Hands questions to the query layer. All computing is done there, so that panels and alert rules get the same number. */
export class HistodriftDataSource
  extends DataSourceWithBackend<HistodriftQuery, HistodriftSettings>
  implements Exchange
{
  /** How often the metrics are scraped, unless a query says otherwise. */
  readonly scrapeInterval: string;

  readonly lookup = new Lookup((path, params, options) => this.getResource(path, params, options));

  constructor(
    settings: DataSourceInstanceSettings<HistodriftSettings>,
    private readonly templates: TemplateSrv = getTemplateSrv()
  ) {
    super(settings);
    this.scrapeInterval = settings.jsonData.timeInterval || DEFAULT_SCRAPE_INTERVAL;
    this.annotations = annotations;
    this.variables = new Variables(this);
  }

  override getDefaultQuery(): Partial<HistodriftQuery> {
    return newQuestion;
  }

  /** The question in words, for the history of queries and for rows that are folded. */
  override getQueryDisplayText(saved: HistodriftQuery): string {
    const query = migrate(saved);
    return versionProblems(query)[0]?.message ?? describe(query);
  }

  /**
   * Holds back questions that are still being written. One that is filled in but can't work goes to the query layer,
   * whose answer says in the panel what is wrong.
   */
  override filterQuery(query: HistodriftQuery): boolean {
    return isComplete(migrate(query));
  }

  override applyTemplateVariables(
    saved: HistodriftQuery,
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[]
  ): HistodriftQuery {
    const query = migrate(saved);
    // What is not understood is not changed: the query layer says what to do about it.
    return versionProblems(query).length > 0 ? query : interpolate(query, this.templates, scopedVars, filters);
  }

  /** Replaces the dashboard variables of one side, as look-ups need it. */
  resolve(side: Selection, scopedVars: ScopedVars = {}): Selection {
    return interpolateSelection(side, this.templates, scopedVars);
  }

  /** Replaces the dashboard variables of a plain text. */
  interpolateText(text: string, scopedVars: ScopedVars): string {
    return this.templates.replace(text, scopedVars);
  }

  /** Names of the dashboard's variables; alert rules and Explore have none. */
  variableNames(): string[] {
    return this.templates.getVariables?.().map(({ name }) => `$${name}`) ?? [];
  }

  /** Takes over what another data source of metrics asked. */
  async importFromAbstractQueries(queries: AbstractQuery[]): Promise<HistodriftQuery[]> {
    return queries.map(fromAbstract);
  }

  /** Hands over the current side to another data source of metrics. */
  async exportToAbstractQueries(queries: HistodriftQuery[]): Promise<AbstractQuery[]> {
    return queries.map((query) => toAbstract(migrate(query)));
  }

  /** Labels for the dashboard's ad hoc filters. */
  override async getTagKeys(options?: DataSourceGetTagKeysOptions<HistodriftQuery>): Promise<MetricFindValue[]> {
    const { items } = await this.lookup.labels(this.sideOf(options?.queries));
    return items.map((text) => ({ text }));
  }

  /** Values of a label for the dashboard's ad hoc filters. */
  override async getTagValues(options: DataSourceGetTagValuesOptions<HistodriftQuery>): Promise<MetricFindValue[]> {
    const { items } = await this.lookup.labelValues(options.key, this.sideOf(options.queries), '', { all: true });
    return items.map((text) => ({ text }));
  }

  /** Filters may name any label of the dashboard's first question. */
  private sideOf(queries: HistodriftQuery[] = []): Selection {
    return this.resolve(queries[0]?.current ?? newQuestion.current);
  }
}
