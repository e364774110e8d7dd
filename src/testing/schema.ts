import Ajv from 'ajv/dist/2020';
import schema from '../../pkg/request/schema.json';
import type { HistodriftQuery } from '../query/query';

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  formats: { 'date-time': (text: string) => !isNaN(Date.parse(text)) },
});
const check = ajv.compile(schema);

/** Names of the fields that the query layer knows. */
export const knownFields = Object.keys(schema.properties);

/** What the query layer's schema says against a query, as Grafana would send it. */
export function schemaErrors(query: HistodriftQuery): string[] {
  const { refId, datasource, hide, key, queryType, ...question } = query;
  // What is undefined is not sent.
  check(JSON.parse(JSON.stringify(question)));
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
