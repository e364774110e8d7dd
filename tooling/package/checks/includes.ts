import type { Check } from '../subject';

/** The dashboards that plugin.json lists are in the archive, and no others. */
export const includes: Check = ({ files, metadata }) => {
  const listed = (metadata.includes ?? []).filter(({ type }) => type === 'dashboard');
  const problems = listed.flatMap(({ name, path = '' }) => {
    const content = files.get(path)?.content;
    if (!content) {
      return [`plugin.json: the dashboard "${name}" is not in the archive at "${path}".`];
    }
    try {
      const { title } = JSON.parse(content.toString('utf8'));
      return typeof title === 'string' ? [] : [`"${path}" is no dashboard: it has no title.`];
    } catch {
      return [`"${path}" is no JSON.`];
    }
  });
  const unlisted = [...files.keys()].filter(
    (file) => file.startsWith('dashboards/') && !listed.some(({ path }) => path === file)
  );
  return [...problems, ...unlisted.map((file) => `"${file}" is not listed in plugin.json.`)];
};
