import Ajv from 'ajv';

import { type Check, textOf } from '../subject';
import schema from './plugin.schema.json';

const valid = new Ajv({ allErrors: true }).compile(schema);

/** plugin.json has the fields that Grafana and its catalogue need, no others, and values of the right form. */
export const metadata: Check = (subject) => {
  const text = textOf(subject, 'plugin.json');
  if (!text) {
    return ['plugin.json is missing.'];
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return [`plugin.json is no JSON: ${(error as Error).message}.`];
  }
  valid(content);
  return (valid.errors ?? []).map(({ instancePath, message, params }) => {
    const field = instancePath.slice(1).replaceAll('/', '.') || 'plugin.json';
    const extra = 'additionalProperty' in params ? `: ${params.additionalProperty}` : '';
    return `plugin.json: ${field} ${message}${extra}.`;
  });
};
