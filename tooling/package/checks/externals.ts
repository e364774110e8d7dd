import { type Check, textOf } from '../subject';

// What Grafana gives to plugins.
const shared = [
  '@emotion/css',
  '@emotion/react',
  '@grafana/data',
  '@grafana/runtime',
  '@grafana/ui',
  'i18next',
  'lodash',
  'module',
  'moment',
  'prismjs',
  'react',
  'react-dom',
  'react/jsx-dev-runtime',
  'react/jsx-runtime',
  'rxjs',
  'rxjs/operators',
];

/** module.js asks Grafana only for what Grafana gives. */
export const externals: Check = (subject) => {
  const [, list = ''] = /\bdefine\(\s*(?:"[^"]*"\s*,\s*)?\[([^\]]*)\]/.exec(textOf(subject, 'module.js')) ?? [];
  return [...list.matchAll(/"([^"]+)"/g)]
    .map(([, name]) => name)
    .filter((name) => !shared.includes(name))
    .map((name) => `module.js asks Grafana for "${name}", which it does not give.`);
};
