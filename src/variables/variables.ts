import {
  CustomVariableSupport,
  type DataQueryRequest,
  type DataQueryResponse,
  type MetricFindValue,
  type ScopedVars,
} from '@grafana/data';
import { type Observable, defer, from, map, of } from 'rxjs';
import type { HistodriftDataSource } from '../datasource';
import type { HistodriftQuery } from '../query/query';
import { VariableEditor } from './VariableEditor';
import { asRanking } from './asRanking';
import { groupValues } from './groups';
import { variableProblems } from './problems';
import { type Groups, type Values, type VariableQuery, startOf, variableQueryOf } from './query';

/** The values of dashboard variables: metrics, labels and their values, and the groups that moved most. */
export class Variables extends CustomVariableSupport<HistodriftDataSource, VariableQuery> {
  readonly editor = VariableEditor;

  constructor(private readonly datasource: HistodriftDataSource) {
    super();
  }

  override getDefaultQuery(): Partial<HistodriftQuery> {
    // Grafana's type is that of panels.
    return startOf('metrics') as Partial<HistodriftQuery>;
  }

  /** One that is still being written has no values; one that can't work says why. */
  override query(request: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    return defer(() => {
      const query = variableQueryOf(request.targets[0]);
      const problems = variableProblems(query);
      const mistake = problems.find(({ missing }) => !missing);
      if (mistake) {
        throw new Error(`${mistake.field}: ${mistake.message}`);
      }
      if (problems.length > 0) {
        return of({ data: [] });
      }
      return query.kind === 'groups' ? this.groups(query, request) : from(this.lookUp(query, request.scopedVars));
    });
  }

  private async lookUp(values: Exclude<Values, Groups>, scopedVars: ScopedVars): Promise<DataQueryResponse> {
    return { data: (await this.names(values, scopedVars)).map((text): MetricFindValue => ({ text, value: text })) };
  }

  private async names(values: Exclude<Values, Groups>, scopedVars: ScopedVars): Promise<string[]> {
    const { lookup } = this.datasource;
    if (values.kind === 'metrics') {
      const { items } = await lookup.metrics(values.sort ?? 'histogram', this.text(values.search ?? '', scopedVars));
      // A histogram may be there in both formats.
      return [...new Set(items.map(({ name }) => name))];
    }
    const side = this.datasource.resolve(values.side, scopedVars);
    const found =
      values.kind === 'labels'
        ? await lookup.labels(side)
        : await lookup.labelValues(this.text(values.label, scopedVars), side, '', { all: true });
    return found.items;
  }

  /** A request of panels' kind: what is interpolated and held back is as with those. */
  private groups({ label, query }: Groups, request: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const target = { ...asRanking(query), format: 'numeric' as const, refId: 'A' };
    const ask = { ...request, targets: [target] } as unknown as DataQueryRequest<HistodriftQuery>;
    return this.datasource.query(ask).pipe(
      map(({ data, errors = [], ...response }) => {
        if (errors.length > 0) {
          throw new Error(errors[0].message ?? 'The groups could not be ranked.');
        }
        return { ...response, data: groupValues(this.text(label, request.scopedVars), data) };
      })
    );
  }

  private text(text: string, scopedVars: ScopedVars): string {
    return this.datasource.interpolateText(text, scopedVars);
  }
}
