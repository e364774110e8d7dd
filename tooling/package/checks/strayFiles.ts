import type { Check } from '../subject';

// All that a package may hold. What is not here was left behind by something: a debugger, an editor, a system.
const known = [
  /^plugin\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^MANIFEST\.txt$/,
  /^(\w+\.)?module\.js(\.map|\.LICENSE\.txt)?$/,
  /^\d+\.js(\.map|\.LICENSE\.txt)?$/,
  /^img\/([\w-]+\/)*[\w-]+\.(svg|png|jpg|gif)$/,
  /^dashboards\/[\w-]+\.json$/,
  /^go_plugin_build_manifest$/,
];

/** Nothing but what belongs to a plugin: no debug files, sources, repositories or packages. */
export const strayFiles: Check = ({ files, metadata }) =>
  [...files.keys()]
    .filter((path) => !known.some((form) => form.test(path)))
    .filter((path) => !metadata.executable || !path.startsWith(`${metadata.executable}_`))
    .map((path) => `"${path}" does not belong into a plugin.`);
