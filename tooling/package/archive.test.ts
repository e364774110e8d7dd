import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type PackagedFile, readArchive, writeArchive } from './archive';

const files: PackagedFile[] = [
  { path: 'plugin/module.js', mode: 0o644, content: Buffer.from('define([])') },
  { path: 'plugin/img/logo.svg', mode: 0o644, content: Buffer.from('<svg />') },
  { path: 'plugin/gpx_linux', mode: 0o755, content: Buffer.alloc(100_000, 'x') },
];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'histodrift-archive-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('what is written is read: in order, with permissions', async () => {
  const zip = path.join(folder, 'a.zip');
  await writeArchive(zip, files, '2026-01-31');
  const read = await readArchive(readFileSync(zip));
  expect(read.map(({ path, mode }) => [path, mode.toString(8)])).toEqual([
    ['plugin/gpx_linux', '100755'],
    ['plugin/img/logo.svg', '100644'],
    ['plugin/module.js', '100644'],
  ]);
  expect(read[0].content.equals(files[2].content)).toBe(true);
  expect(readFileSync(zip).length).toBeLessThan(1_000);
});

test('the same files give the same bytes, whatever their order, the clock and the time zone', async () => {
  const first = path.join(folder, 'first.zip');
  const second = path.join(folder, 'second.zip');
  const small = files.slice(0, 2);
  await writeArchive(first, small, '2026-03-29');
  const other = `
    import { writeArchive } from './tooling/package/archive.ts';
    const files = JSON.parse(process.argv[1]).map((file) => ({ ...file, content: Buffer.from(file.content) }));
    await writeArchive(process.argv[2], files, '2026-03-29');
  `;
  execFileSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', other, JSON.stringify([...small].reverse()), second],
    { env: { ...process.env, TZ: 'Asia/Kathmandu' }, stdio: 'inherit' }
  );
  expect(readFileSync(second).equals(readFileSync(first))).toBe(true);
});

test('a path that leads out of the folder is refused', async () => {
  const zip = path.join(folder, 'out.zip');
  await writeArchive(zip, [{ path: 'aa/b', mode: 0o644, content: Buffer.from('x') }], '2026-01-31');
  // The writer refuses such a path itself, so it is put in afterwards.
  const bytes = Buffer.from(readFileSync(zip).toString('latin1').replaceAll('aa/b', '../b'), 'latin1');
  await expect(readArchive(bytes)).rejects.toThrow('invalid relative path');
});

test('what was not packed as on Unix has no permissions', async () => {
  const zip = path.join(folder, 'dos.zip');
  await writeArchive(zip, files.slice(0, 1), '2026-01-31');
  const bytes = readFileSync(zip);
  const central = bytes.indexOf('PK\x01\x02', 0, 'latin1');
  bytes[central + 5] = 0;
  const [file] = await readArchive(bytes);
  expect(file.mode).toBe(0);
});
