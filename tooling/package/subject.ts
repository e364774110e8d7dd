import type { PackagedFile } from './archive';

/** What is checked: an archive, and what the repository says should be in it. */
export interface Subject {
  /** All that the archive holds. */
  entries: PackagedFile[];
  /** The files of the plugin's folder, by their path in it. */
  files: Map<string, PackagedFile>;
  /** plugin.json; empty where it can't be read. */
  metadata: Metadata;
  project: Project;
}

/** What the repository says. */
export interface Project {
  id: string;
  version: string;
  /** SHA-256 of each Go file, by its path. */
  goFiles: Map<string, string>;
  /** The text of a file of the frontend's sources, by its path in src. */
  source(path: string): string | undefined;
}

/** The parts of plugin.json that the checks look at. */
export interface Metadata {
  id?: string;
  name?: string;
  type?: string;
  backend?: boolean;
  alerting?: boolean;
  executable?: string;
  info?: {
    description?: string;
    keywords?: string[];
    author?: { name?: string; url?: string };
    logos?: { small?: string; large?: string };
    links?: Array<{ name?: string; url?: string }>;
    screenshots?: Array<{ name?: string; path?: string }>;
    version?: string;
    updated?: string;
  };
  dependencies?: { grafanaDependency?: string; plugins?: Array<{ id?: string }> };
  includes?: Array<{ type?: string; name?: string; path?: string }>;
}

/** Says what is wrong with a package, a sentence each; nothing if all is well. */
export type Check = (subject: Subject) => string[];

/** Reads an archive as the package of a project. */
export function subjectOf(entries: PackagedFile[], project: Project): Subject {
  const folder = `${project.id}/`;
  const files = new Map(
    entries
      .filter(({ path }) => path.startsWith(folder) && !path.endsWith('/'))
      .map((file) => [file.path.slice(folder.length), file])
  );
  return { entries, files, metadata: parsed(files.get('plugin.json')), project };
}

/** The text of a file of the plugin's folder; empty if there is none. */
export function textOf({ files }: Subject, path: string): string {
  return files.get(path)?.content.toString('utf8') ?? '';
}

function parsed(file: PackagedFile | undefined): Metadata {
  try {
    return JSON.parse(file?.content.toString('utf8') ?? '{}');
  } catch {
    return {};
  }
}
