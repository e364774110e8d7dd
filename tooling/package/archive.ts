import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

import { fromBuffer, type Entry } from 'yauzl';
import { ZipFile } from 'yazl';

/** A file as it lies in a zip. */
export interface PackagedFile {
  /** Path in the zip, with slashes. A folder's ends with one. */
  path: string;
  /** Unix permissions and kind of file, as stat's st_mode. */
  mode: number;
  content: Buffer;
}

const regularFile = 0o100000;
const madeOnUnix = 3;

/**
 * Writes a zip. The same files and day give the same bytes: entries are in the order of their paths, and all are of noon of
 * that day (YYYY-MM-DD).
 */
export async function writeArchive(zip: string, files: PackagedFile[], day: string): Promise<void> {
  const archive = new ZipFile();
  // The stamp in a zip is local time without a zone: noon reads the same wherever it is written, and exists everywhere.
  const mtime = new Date(`${day}T12:00:00`);
  const inOrder = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, mode, content } of inOrder) {
    archive.addBuffer(content, path, {
      mode: regularFile | mode,
      mtime,
      forceDosTimestamp: true,
      compressionLevel: 9,
    });
  }
  archive.end();
  await finished(archive.outputStream.pipe(createWriteStream(zip)));
}

/** Reads a zip. Paths that lead out of the folder it is unpacked into are refused. */
export async function readArchive(zip: Buffer): Promise<PackagedFile[]> {
  const archive = await new Promise<ZipReader>((resolve, reject) =>
    fromBuffer(zip, { lazyEntries: true }, (error, opened) => (error ? reject(error) : resolve(opened)))
  );
  const files: PackagedFile[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    archive.once('end', resolve);
    archive.once('error', reject);
    archive.on('entry', (entry: Entry) => {
      content(archive, entry).then((bytes) => {
        files.push({ path: entry.fileName, mode: modeOf(entry), content: bytes });
        archive.readEntry();
      }, reject);
    });
  });
  archive.readEntry();
  await ended;
  return files;
}

type ZipReader = Parameters<NonNullable<Parameters<typeof fromBuffer>[1]>>[1];

/** Permissions are kept only by what was packed as on Unix; else they come out as 0. */
function modeOf({ versionMadeBy, externalFileAttributes }: Entry): number {
  return versionMadeBy >> 8 === madeOnUnix ? externalFileAttributes >>> 16 : 0;
}

async function content(archive: ZipReader, entry: Entry): Promise<Buffer> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    archive.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)))
  );
  const parts: Buffer[] = [];
  for await (const part of stream) {
    parts.push(Buffer.from(part));
  }
  return Buffer.concat(parts);
}
