import type { Check } from '../subject';

/** A data source holds no other plugins. */
export const nestedPlugins: Check = ({ files }) =>
  [...files.keys()]
    .filter((path) => path.endsWith('/plugin.json'))
    .map((path) => `"${path}" is a plugin inside the plugin.`);
