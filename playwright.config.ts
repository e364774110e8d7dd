import { defineConfig } from '@playwright/test';

const port = process.env.TEST_PORT ?? '3917';

/** Browser tests of the lab's page. `npm test` builds what they need and says where it is: LAB, LAB_PAGE, CHROMIUM_PATH. */
export default defineConfig({
  testDir: 'test/browser',
  outputDir: '.build/browser',
  workers: 1,
  forbidOnly: true,
  // A query on a busy machine of two cores takes seconds, its first one most.
  timeout: 60_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1400, height: 1300 },
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        '--no-sandbox', // Containers run as root.
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: `"${process.env.LAB}" page --listen 127.0.0.1:${port} --page "${process.env.LAB_PAGE}" --history 72h`,
    url: `http://127.0.0.1:${port}/lab/page.json`,
    // Ctrl-C is how people end it, and it must end well.
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    reuseExistingServer: false,
  },
});
