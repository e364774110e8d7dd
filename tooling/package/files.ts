import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { PackagedFile } from './archive';

/**
 * The files of a folder as they lie in the archive, below a folder named as the plugin. Permissions are those that the archive
 * should have, whatever they are on this disk.
 */
export function packaged(folder: string, id: string, executable: string): PackagedFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const place = path.join(entry.parentPath, entry.name);
      const inFolder = path.relative(folder, place).split(path.sep).join('/');
      return {
        path: `${id}/${inFolder}`,
        mode: inFolder.startsWith(`${executable}_`) ? 0o755 : 0o644,
        content: readFileSync(place),
      };
    });
}
