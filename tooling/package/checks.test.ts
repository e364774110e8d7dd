import type { PackagedFile } from './archive';
import { checks } from './checks';
import { contents, digestOf, id, metadata, packaged, project } from './example.fixture';
import { type Metadata, subjectOf } from './subject';

type Info = NonNullable<Metadata['info']>;

test.each(Object.keys(checks))('%s finds nothing in a package that is in order', (name) => {
  expect(problems(name, packaged(contents()))).toEqual([]);
});

// Each breaks one thing; the check by that name says what.
const cases: Array<[check: string, what: string, files: PackagedFile[], problem: string]> = [
  ['layout', 'no files', [], 'The archive is empty.'],
  [
    'layout',
    'a folder of another name',
    packaged(contents()).map((file) => ({ ...file, path: file.path.replace(id, 'dist') })),
    `"dist" lies at the top of the archive, where only the folder "${id}" may be.`,
  ],
  [
    'layout',
    'a file beside the folder',
    [...packaged(contents()), { path: 'notes.txt', mode: 0o100644, content: Buffer.alloc(0) }],
    `"notes.txt" lies at the top of the archive, where only the folder "${id}" may be.`,
  ],
  [
    'layout',
    'a symbolic link',
    [...packaged(contents()), { path: `${id}/link`, mode: 0o120777, content: Buffer.from('/etc') }],
    `"${id}/link" is neither a file nor a folder.`,
  ],
  [
    'layout',
    'dist in the folder',
    withFile('dist/module.js', ''),
    `"${id}/dist/module.js": the content of dist/ belongs into the plugin's folder itself.`,
  ],
  [
    'layout',
    'a file twice',
    [...packaged(contents()), ...packaged({ LICENSE: '' })],
    `"${id}/LICENSE" is in the archive twice.`,
  ],
  ...['standalone.txt', 'pid.txt', '.git/HEAD', 'node_modules/a/index.js', 'src/module.ts', '.DS_Store'].map(
    (file): (typeof cases)[number] => [
      'stray files',
      file,
      withFile(file, ''),
      `"${file}" does not belong into a plugin.`,
    ]
  ),
  [
    'nested plugins',
    'a panel',
    withFile('panel/plugin.json', '{}'),
    '"panel/plugin.json" is a plugin inside the plugin.',
  ],
  ['metadata', 'nothing', without('plugin.json'), 'plugin.json is missing.'],
  ['metadata', 'text', withFile('plugin.json', 'id: thing'), 'plugin.json is no JSON'],
  [
    'metadata',
    'a field that Grafana does not know',
    withMetadata({ colour: 'red' }),
    'plugin.json: plugin.json must NOT have additional properties: colour.',
  ],
  ['metadata', 'no backend', withMetadata({ backend: false }), 'plugin.json: backend must be equal to constant.'],
  ['metadata', 'no logos', withInfo({ logos: undefined }), "plugin.json: info must have required property 'logos'."],
  ['placeholders', 'of the version', withInfo({ version: '%VERSION%' }), 'plugin.json: %VERSION% was not replaced.'],
  ['placeholders', 'of the day', withInfo({ updated: '%TODAY%' }), 'plugin.json: %TODAY% was not replaced.'],
  [
    'identity',
    'another id',
    withMetadata({ id: 'other-thing-datasource' }),
    'plugin.json: id is "other-thing-datasource"',
  ],
  ['identity', 'two parts', withMetadata({ id: 'thing-datasource' }), 'is not of the form organisation-name-type.'],
  ['identity', 'another type', withMetadata({ type: 'panel' }), 'does not end with the type "panel".'],
  ['identity', 'the id as name', withMetadata({ name: id }), 'is not one for people.'],
  ['version', 'not semantic', withInfo({ version: '1.2' }), 'plugin.json: info.version "1.2" is no semantic version.'],
  ['version', 'another', withInfo({ version: '1.2.4' }), 'is "1.2.4" where package.json says "1.2.3".'],
  ['version', 'no day', withInfo({ updated: '2026-02' }), 'plugin.json: info.updated "2026-02" is no day'],
  ...['12.3.x', '12.3.0', '', '~12.3.0', '>=12'].map((range): (typeof cases)[number] => [
    'dependencies',
    `Grafana "${range}"`,
    withMetadata({ dependencies: { grafanaDependency: range } }),
    `plugin.json: dependencies.grafanaDependency "${range}" is no range`,
  ]),
  [
    'dependencies',
    'itself',
    withMetadata({ dependencies: { grafanaDependency: '>=12.3.0', plugins: [{ id }] } }),
    'plugin.json: dependencies.plugins names the plugin itself.',
  ],
  ['discoverability', 'no description', withInfo({ description: ' ' }), 'plugin.json: info.description is empty.'],
  ['discoverability', 'no keywords', withInfo({ keywords: [] }), 'plugin.json: info.keywords is empty.'],
  [
    'links',
    'relative',
    withInfo({ links: [{ name: 'Docs', url: 'docs/' }] }),
    'plugin.json: the link "Docs" is no https address: "docs/".',
  ],
  [
    'links',
    'http',
    withInfo({ author: { name: 'Example', url: 'http://example.org' } }),
    'plugin.json: info.author.url is no https address: "http://example.org".',
  ],
  [
    'images',
    'a logo that is not there',
    without('img/logo.svg'),
    'plugin.json: info.logos.small "img/logo.svg" is not in the archive.',
  ],
  [
    'images',
    'a logo elsewhere',
    withInfo({ logos: { small: 'https://example.org/logo.svg', large: 'img/logo.svg' } }),
    'plugin.json: info.logos.small "https://example.org/logo.svg" is no path',
  ],
  [
    'images',
    'a logo that is a photograph',
    withInfo({ logos: { small: 'img/logo.svg', large: 'img/thing.png' } }),
    'plugin.json: info.logos.large "img/thing.png" is no svg by its content.',
  ],
  [
    'images',
    'a screenshot that is text',
    withFile('img/thing.png', 'version https://git-lfs.github.com/spec/v1'),
    'plugin.json: info.screenshots[0].path "img/thing.png" is no png, jpg, gif by its content.',
  ],
  [
    'images',
    'a screenshot of another kind',
    withFile('img/thing.png', Buffer.from('GIF89a')),
    'plugin.json: info.screenshots[0].path "img/thing.png" has the extension of another kind.',
  ],
  ['images', 'no screenshots', withInfo({ screenshots: [] }), 'plugin.json: info.screenshots is empty.'],
  ...[
    '<svg><script>alert(1)</script></svg>',
    '<svg onload="alert(1)" />',
    '<svg><use xlink:href="https://example.org/#a" /></svg>',
    '<svg><rect fill="url(https://example.org)" /></svg>',
    '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg />',
  ].map((drawing): (typeof cases)[number] => [
    'svg',
    drawing,
    withFile('img/logo.svg', drawing),
    '"img/logo.svg" holds a',
  ]),
  [
    'includes',
    'a dashboard that is not there',
    without('dashboards/things.json'),
    'plugin.json: the dashboard "Things" is not in the archive at "dashboards/things.json".',
  ],
  ['includes', 'no JSON', withFile('dashboards/things.json', '{'), '"dashboards/things.json" is no JSON.'],
  ['includes', 'no dashboard', withFile('dashboards/things.json', '{}'), '"dashboards/things.json" is no dashboard'],
  [
    'includes',
    'not listed',
    withFile('dashboards/more.json', '{}'),
    '"dashboards/more.json" is not listed in plugin.json.',
  ],
  ['readme', 'nothing', without('README.md'), 'README.md is missing or empty.'],
  ['readme', 'blank', withFile('README.md', '\n'), 'README.md is missing or empty.'],
  ['readme', 'the template', withFile('README.md', '# Grafana Data Source Backend Plugin Template'), 'is the template'],
  ['readme', 'comments', withFile('README.md', '# Thing\n<!-- to do -->'), 'README.md has comments'],
  ['readme', 'jargon', withFile('README.md', 'Run yarn build.'), 'README.md speaks of "yarn"'],
  [
    'readme',
    'a relative link',
    withFile('README.md', '[Docs](docs/a.md)'),
    'README.md: the link "docs/a.md" leads nowhere from the catalogue.',
  ],
  [
    'readme',
    'a relative image',
    withFile('README.md', '![A thing](img/thing.png)'),
    'README.md: the link "img/thing.png" leads nowhere from the catalogue.',
  ],
  ['changelog', 'nothing', without('CHANGELOG.md'), 'CHANGELOG.md is missing or empty.'],
  [
    'changelog',
    'another version',
    withFile('CHANGELOG.md', '# Changelog\n\n## 1.2.2\n'),
    'CHANGELOG.md begins with "1.2.2" where package.json says "1.2.3".',
  ],
  ['licence', 'nothing', without('LICENSE'), 'LICENSE is missing.'],
  [
    'licence',
    'another',
    withFile('LICENSE', 'MIT License'),
    'LICENSE is not the text of the Apache License, version 2.0.',
  ],
  [
    'licence',
    'blanks',
    withFile('LICENSE', `${contents().LICENSE}\nCopyright {yyyy} {name of copyright owner}`),
    'LICENSE has blanks left.',
  ],
  [
    'executables',
    'none for one platform',
    without('gpx_thing_darwin_arm64'),
    'The executable "gpx_thing_darwin_arm64" is missing.',
  ],
  [
    'executables',
    'one for another processor',
    withFile('gpx_thing_linux_arm64', contents().gpx_thing_linux_amd64),
    '"gpx_thing_linux_arm64" is not made for linux on arm64.',
  ],
  [
    'executables',
    'one for another system',
    withFile('gpx_thing_windows_amd64.exe', contents().gpx_thing_linux_amd64),
    '"gpx_thing_windows_amd64.exe" is not made for windows on amd64.',
  ],
  [
    'executables',
    'one more',
    withFile('gpx_thing_linux_amd64_debug', ''),
    '"gpx_thing_linux_amd64_debug" is an executable that no platform looks for.',
  ],
  [
    'executables',
    'alerting without a backend',
    withMetadata({ backend: false }),
    'plugin.json: backend and executable are needed for alerting.',
  ],
  [
    'permissions',
    'a backend that nobody may run',
    withMode('gpx_thing_linux_amd64', 0o644),
    '"gpx_thing_linux_amd64" has the permissions 0644 instead of 0755.',
  ],
  [
    'permissions',
    'a file that only its owner reads',
    withMode('module.js', 0o600),
    '"module.js" has the permissions 0600 instead of 0644.',
  ],
  ['go manifest', 'nothing', without('go_plugin_build_manifest'), 'go_plugin_build_manifest is missing'],
  [
    'go manifest',
    'no digests',
    withFile('go_plugin_build_manifest', 'pkg/main.go\n'),
    '"pkg/main.go" is no digest and path.',
  ],
  [
    'go manifest',
    'a file that has changed',
    withFile('go_plugin_build_manifest', `${digestOf('')}:pkg/main.go\n`),
    'go_plugin_build_manifest: "pkg/main.go" has changed since the build.',
  ],
  [
    'go manifest',
    'a file that nobody knows',
    withFile('go_plugin_build_manifest', `${contents().go_plugin_build_manifest}${digestOf('')}:pkg/draft.go\n`),
    'go_plugin_build_manifest: "pkg/draft.go" is not in the repository.',
  ],
  [
    'go manifest',
    'a file that is not listed',
    withFile('go_plugin_build_manifest', `${digestOf('')}:pkg/other.go\n`),
    'go_plugin_build_manifest lacks "pkg/main.go".',
  ],
  ['module', 'nothing', without('module.js'), 'module.js is missing.'],
  ['module', 'another kind of module', withFile('module.js', 'export default 1'), 'module.js is no AMD module.'],
  [
    'module',
    'a development build',
    withFile('module.js', 'define([],()=>{eval("1")})'),
    'module.js runs text as code, as development builds do.',
  ],
  [
    'module',
    'one that reloads',
    withFile('module.js', 'define([],()=>{livereload()})'),
    'module.js reloads itself, as development builds do.',
  ],
  [
    'externals',
    'a package that Grafana keeps',
    withFile('module.js', 'define(["react","@grafana/schema"],()=>{})'),
    'module.js asks Grafana for "@grafana/schema", which it does not give.',
  ],
  ['source map', 'nothing', without('module.js.map'), 'module.js.map is missing.'],
  ['source map', 'no sources', withFile('module.js.map', '{}'), 'module.js.map holds no sources of the plugin.'],
  ['source map', 'not named', withFile('module.js', 'define([],()=>{})'), 'module.js does not name module.js.map.'],
  [
    'source map',
    'a source that has changed',
    withSource('module.ts', 'export const plugin = 2;\n'),
    'module.js.map: "src/module.ts" has changed since the build.',
  ],
  [
    'source map',
    'a source that nobody knows',
    withSource('draft.ts', ''),
    'module.js.map: "src/draft.ts" is not in the repository.',
  ],
  ...[
    ['console.log(1)', 'writes to the console'],
    ['window.grafanaBootData.user', "reaches into Grafana's window"],
    ['React.__SECRET_INTERNALS_DO_NOT_USE_OR_YOU_WILL_BE_FIRED', "reaches into React's internals"],
    ['if (confirm("Sure?")) {}', "opens the browser's own dialogs"],
    ['const { search } = window.location;', "goes round Grafana's locationService"],
    ['window.open(url, "_blank")', 'opens a window that can reach back'],
    ['<div className="gf-form" />', 'uses style classes that Grafana takes out'],
    ['// @ts-ignore', 'silences the type checker'],
    ["import './style.css';", 'loads style sheets that reach beyond the plugin'],
    ["fetch('/api/ds/query')", 'asks /api/ds/query by itself'],
    ['async testDatasource() {}', 'tests the data source in the browser instead of the backend'],
    ['<p dangerouslySetInnerHTML={{ __html: text }} />', 'writes HTML of its own'],
  ].map(([text, what]): (typeof cases)[number] => ['code rules', text, withSource('a.ts', text), `src/a.ts ${what}.`]),
  [
    'tracking',
    'a counter of visitors',
    withFile('module.js', 'define([],()=>fetch("https://www.google-analytics.com/collect"))'),
    'module.js names the tracker https://www.google-analytics',
  ],
  ['signature', 'no manifest', withFile('MANIFEST.txt', 'signed'), 'MANIFEST.txt is no signed manifest.'],
  [
    'signature',
    'a file that has changed',
    withSignature({ LICENSE: digestOf('') }),
    'MANIFEST.txt does not sign "LICENSE" as it is.',
  ],
  [
    'signature',
    'a file that is gone',
    withSignature({ 'gone.js': digestOf('') }),
    'MANIFEST.txt signs "gone.js", which is not in the archive.',
  ],
];

test('what is checked has a case that breaks it', () => {
  expect([...new Set(cases.map(([name]) => name))].sort()).toEqual(Object.keys(checks).sort());
});

test.each(cases)('%s: %s', (name, _, files, problem) => {
  expect(problems(name, files).join('\n')).toContain(problem);
});

test('a signature for these very files is in order', () => {
  expect(problems('signature', withSignature({}))).toEqual([]);
});

function problems(name: string, files: PackagedFile[]): string[] {
  return checks[name](subjectOf(files, project));
}

function withFile(file: string, content: string | Buffer): PackagedFile[] {
  return packaged({ ...contents(), [file]: content });
}

function without(file: string): PackagedFile[] {
  return packaged(contents()).filter(({ path }) => path !== `${id}/${file}`);
}

function withMode(file: string, mode: number): PackagedFile[] {
  return packaged(contents()).map((packed) => (packed.path === `${id}/${file}` ? { ...packed, mode } : packed));
}

function withMetadata(change: object): PackagedFile[] {
  return withFile('plugin.json', JSON.stringify({ ...metadata(), ...change }));
}

function withInfo(change: Partial<Info>): PackagedFile[] {
  return withMetadata({ info: { ...metadata().info, ...change } });
}

function withSource(file: string, text: string): PackagedFile[] {
  return withFile('module.js.map', JSON.stringify({ sources: [`webpack://${id}/./${file}`], sourcesContent: [text] }));
}

/** A package that is signed, but for what a change makes of the digests. */
function withSignature(change: Record<string, string>): PackagedFile[] {
  const files = Object.fromEntries(Object.entries(contents()).map(([file, content]) => [file, digestOf(content)]));
  const signed = JSON.stringify({ plugin: id, files: { ...files, ...change } });
  return withFile(
    'MANIFEST.txt',
    `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${signed}\n-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n`
  );
}
