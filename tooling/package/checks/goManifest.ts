import { type Check, textOf } from '../subject';

/** The manifest that the SDK's build writes lists the Go files of the repository as they are. */
export const goManifest: Check = (subject) => {
  const text = textOf(subject, 'go_plugin_build_manifest');
  if (text === '') {
    return ['go_plugin_build_manifest is missing: build the backend with mage.'];
  }
  const { goFiles } = subject.project;
  const listed = new Map<string, string>();
  const problems: string[] = [];
  for (const line of text.trim().split('\n')) {
    const [, digest, path] = /^([0-9a-f]{64}):(.+)$/.exec(line) ?? [];
    if (!digest) {
      problems.push(`go_plugin_build_manifest: "${line}" is no digest and path.`);
      continue;
    }
    listed.set(path, digest);
    if (!goFiles.has(path)) {
      problems.push(`go_plugin_build_manifest: "${path}" is not in the repository.`);
    } else if (goFiles.get(path) !== digest) {
      problems.push(`go_plugin_build_manifest: "${path}" has changed since the build.`);
    }
  }
  const unlisted = [...goFiles.keys()].filter((path) => !listed.has(path));
  return [...problems, ...unlisted.map((path) => `go_plugin_build_manifest lacks "${path}".`)];
};
