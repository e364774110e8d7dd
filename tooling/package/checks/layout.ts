import type { Check } from '../subject';

const kinds = 0o170000;
const folderKind = 0o040000;
const fileKind = 0o100000;

/** One folder, named as the plugin, and nothing but files and folders in it. */
export const layout: Check = ({ entries, project }) => {
  if (entries.length === 0) {
    return ['The archive is empty.'];
  }
  const roots = [...new Set(entries.map(({ path }) => path.split('/')[0]))];
  const problems = roots
    .filter((name) => name !== project.id)
    .map((name) => `"${name}" lies at the top of the archive, where only the folder "${project.id}" may be.`);
  if (!roots.includes(project.id)) {
    problems.push(`The archive lacks the folder "${project.id}".`);
  }
  for (const { path, mode } of entries) {
    if (![folderKind, fileKind].includes(mode & kinds)) {
      problems.push(`"${path}" is neither a file nor a folder.`);
    }
    if (path.startsWith(`${project.id}/dist/`)) {
      problems.push(`"${path}": the content of dist/ belongs into the plugin's folder itself.`);
    }
  }
  const twice = entries.filter(({ path }, at) => entries.findIndex((other) => other.path === path) !== at);
  return [...problems, ...twice.map(({ path }) => `"${path}" is in the archive twice.`)];
};
