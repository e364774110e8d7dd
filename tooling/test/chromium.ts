import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium as bundled } from '@playwright/test';

import { run } from '../processes';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser for the tests: CHROMIUM_PATH, else a Chromium on PATH, else the one that Playwright downloads. Throws with a
 * word on what to do if none can be had.
 */
export function chromium(): string {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    return given;
  }
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const found = names.map((name) => join(folder, name)).find((file) => existsSync(file));
    if (found) {
      return found;
    }
  }
  if (!existsSync(bundled.executablePath())) {
    try {
      run('npx', ['playwright', 'install', 'chromium-headless-shell', 'chromium']);
    } catch {
      throw new Error(
        'The browser tests need Chromium: install it (on Debian: apt-get install chromium), or set CHROMIUM_PATH.'
      );
    }
  }
  return bundled.executablePath();
}
