import type { PluginOptions } from '@grafana/plugin-e2e';
import { defineConfig } from '@playwright/test';

import shared from './playwright.config';

/** Tests on a real Grafana with the provisioned demo, as `npm run demo` starts it. GRAFANA_URL says where it is. */
export default defineConfig<PluginOptions>({
  testDir: 'test/grafana',
  outputDir: '.build/grafana',
  workers: 1,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    ...shared.use,
    baseURL: process.env.GRAFANA_URL ?? 'http://127.0.0.1:3000',
    viewport: { width: 1600, height: 1200 },
  },
});
