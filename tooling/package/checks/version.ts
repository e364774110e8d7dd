import type { Check } from '../subject';

const semver = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

/** The version is package.json's and a semantic one, and the day of the build is a day. */
export const version: Check = ({ metadata: { info = {} }, project }) => {
  const problems: string[] = [];
  const { version: number = '', updated = '' } = info;
  if (!semver.test(number)) {
    problems.push(`plugin.json: info.version "${number}" is no semantic version.`);
  }
  if (number !== project.version) {
    problems.push(`plugin.json: info.version is "${number}" where package.json says "${project.version}".`);
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(updated) || Number.isNaN(Date.parse(updated))) {
    problems.push(`plugin.json: info.updated "${updated}" is no day such as 2026-01-31.`);
  }
  return problems;
};
