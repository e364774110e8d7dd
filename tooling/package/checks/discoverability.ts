import type { Check } from '../subject';

/** The catalogue can find and describe the plugin. */
export const discoverability: Check = ({ metadata: { info = {} } }) => {
  const problems: string[] = [];
  if (!info.description?.trim()) {
    problems.push('plugin.json: info.description is empty.');
  }
  if (!info.keywords?.length) {
    problems.push('plugin.json: info.keywords is empty.');
  }
  return problems;
};
