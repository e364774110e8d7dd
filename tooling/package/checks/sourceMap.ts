import { ownSources } from '../ownSources';
import { type Check, textOf } from '../subject';

/** The source map is there and its sources are the repository's. */
export const sourceMap: Check = (subject) => {
  if (!subject.files.has('module.js.map')) {
    return ['module.js.map is missing.'];
  }
  const problems: string[] = [];
  if (!/\/\/# sourceMappingURL=module\.js\.map\s*$/.test(textOf(subject, 'module.js'))) {
    problems.push('module.js does not name module.js.map.');
  }
  const sources = ownSources(subject);
  if (sources.size === 0) {
    problems.push('module.js.map holds no sources of the plugin.');
  }
  for (const [path, text] of sources) {
    const ours = subject.project.source(path);
    if (ours === undefined) {
      problems.push(`module.js.map: "src/${path}" is not in the repository.`);
    } else if (ours !== text) {
      problems.push(`module.js.map: "src/${path}" has changed since the build.`);
    }
  }
  return problems;
};
