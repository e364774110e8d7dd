import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { PackagedFile } from './archive';
import { fileOn, platforms } from './platforms';
import type { Metadata, Project } from './subject';

export const id = 'example-thing-datasource';
const main = 'package main\n';
const moduleText = 'export const plugin = 1;\n';
const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** What the repository of a small plugin says. */
export const project: Project = {
  id,
  version: '1.2.3',
  goFiles: new Map([['pkg/main.go', digestOf(main)]]),
  source: (file) => (file === 'module.ts' ? moduleText : undefined),
};

/** The plugin.json of a small plugin that is in order. */
export function metadata(): Metadata & Record<string, unknown> {
  return {
    type: 'datasource',
    name: 'Thing',
    id,
    backend: true,
    alerting: true,
    executable: 'gpx_thing',
    info: {
      description: 'Shows things.',
      author: { name: 'Example', url: 'https://example.org' },
      build: { time: 0 },
      keywords: ['thing'],
      links: [{ name: 'Docs', url: 'https://example.org/docs' }],
      logos: { small: 'img/logo.svg', large: 'img/logo.svg' },
      screenshots: [{ name: 'A thing', path: 'img/thing.png' }],
      version: '1.2.3',
      updated: '2026-01-31',
    } as Metadata['info'],
    dependencies: { grafanaDependency: '>=12.3.0', plugins: [] },
    includes: [{ type: 'dashboard', name: 'Things', path: 'dashboards/things.json' }],
  };
}

/** The files of a small plugin that is in order, by their path in its folder. */
export function contents(): Record<string, string | Buffer> {
  return {
    'plugin.json': JSON.stringify(metadata()),
    'README.md': '# Thing\n\nRead [more](https://example.org/docs).\n',
    'CHANGELOG.md': '# Changelog\n\n## 1.2.3\n\n- It exists.\n',
    LICENSE: readFileSync(path.resolve(__dirname, '../../LICENSE')),
    'module.js': 'define(["react","@grafana/data"],(r,g)=>({}));\n//# sourceMappingURL=module.js.map',
    'module.js.map': JSON.stringify({
      sources: [`webpack://${id}/external amd "react"`, `webpack://${id}/./module.ts`],
      sourcesContent: ['module.exports = __WEBPACK_EXTERNAL__', moduleText],
    }),
    'img/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(#gap)" d="M0 0" /></svg>',
    'img/thing.png': png,
    'dashboards/things.json': '{"title":"Things"}',
    go_plugin_build_manifest: `${digestOf(main)}:pkg/main.go\n`,
    ...Object.fromEntries(
      platforms.map((platform) => [fileOn(platform, 'gpx_thing'), headers[platform.os](platform.arch)])
    ),
  };
}

/** Files as they lie in an archive. */
export function packaged(files: Record<string, string | Buffer>): PackagedFile[] {
  return Object.entries(files).map(([file, content]) => ({
    path: `${id}/${file}`,
    mode: 0o100000 | (file.startsWith('gpx_') ? 0o755 : 0o644),
    content: Buffer.from(content),
  }));
}

/** The beginnings of executables, as little as tells what they are for. */
const headers = {
  linux: (arch: string) => header({ 0: 0x7f, 1: 'E', 2: 'L', 3: 'F', 18: { amd64: 62, arm64: 183, arm: 40 }[arch]! }),
  darwin: (arch: string) => header({ 0: 0xcf, 1: 0xfa, 2: 0xed, 3: 0xfe, 4: arch === 'arm64' ? 0x0c : 0x07, 7: 0x01 }),
  windows: () => header({ 0: 'M', 1: 'Z', 60: 64, 64: 'P', 65: 'E', 68: 0x64, 69: 0x86 }),
};

function header(bytes: Record<number, number | string>): Buffer {
  const content = Buffer.alloc(128);
  for (const [at, byte] of Object.entries(bytes)) {
    content[Number(at)] = typeof byte === 'string' ? byte.charCodeAt(0) : byte;
  }
  return content;
}

/** SHA-256 in hexadecimal digits. */
export function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
