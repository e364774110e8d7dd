import type { Check } from '../subject';

const oneVersion = String.raw`\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?`;
const openRange = new RegExp(`^>=\\s*${oneVersion}(\\s+<\\s*${oneVersion})?$`);

/** The versions of Grafana are a range that is open to later ones, and no plugin needs itself. */
export const dependencies: Check = ({ metadata: { id, dependencies: needed = {} } }) => {
  const problems: string[] = [];
  const { grafanaDependency = '', plugins = [] } = needed;
  if (!openRange.test(grafanaDependency)) {
    problems.push(
      `plugin.json: dependencies.grafanaDependency "${grafanaDependency}" is no range such as ">=12.3.0": a single version or its patches leave all others out.`
    );
  }
  if (plugins.some((plugin) => plugin.id === id)) {
    problems.push('plugin.json: dependencies.plugins names the plugin itself.');
  }
  return problems;
};
