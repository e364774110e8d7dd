import { textOf, type Subject } from './subject';

/** The plugin's own sources in the source map of module.js, by their path in src; empty if the map can't be read. */
export function ownSources(subject: Subject): Map<string, string> {
  let map: { sources?: string[]; sourcesContent?: string[] };
  try {
    map = JSON.parse(textOf(subject, 'module.js.map'));
  } catch {
    return new Map();
  }
  // Sources are named webpack://<id>/./editor/Help.tsx; those of packages lie in node_modules, webpack's own in webpack/.
  const prefix = `webpack://${subject.project.id}/./`;
  const own = (map.sources ?? []).flatMap((name, at): Array<[string, string]> =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), map.sourcesContent?.[at] ?? '']] : []
  );
  return new Map(own);
}
