import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@grafana/plugin-e2e';

const folder = path.resolve('provisioning/dashboards');

interface Dashboard {
  uid: string;
  title: string;
  panels: Array<{ id: number; title?: string; type: string }>;
}

const dashboards = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): Dashboard => JSON.parse(readFileSync(path.join(folder, name), 'utf8')));

for (const { uid, title, panels } of dashboards) {
  for (const theme of ['dark', 'light']) {
    test(`${title}: every panel shows something, ${theme}`, async ({ gotoDashboardPage, page }) => {
      const dashboard = await gotoDashboardPage({ uid, queryParams: new URLSearchParams({ theme, kiosk: 'true' }) });
      await dashboard.waitForPanelsQueriesToComplete({ scrollAll: true, timeout: 90_000 });
      for (const { id, title: name } of panels.filter(({ type }) => type !== 'row')) {
        // Titles with a variable are shown with its value.
        const panel = name!.includes('$') ? dashboard.getPanelById(String(id)) : dashboard.getPanelByTitle(name!);
        await panel.scrollIntoView();
        await expect(panel.getErrorIcon(), name).toBeHidden();
        await expect(panel.locator.getByText('No data', { exact: true }), name).toBeHidden();
        await expect(panel.locator.getByText(/^(Data is missing|Configuration error|Unable to)/), name).toBeHidden();
        await page.screenshot({ path: `.build/pictures/grafana/${uid}-${slug(name!)}-${theme}.png` });
      }
    });
  }
}

function slug(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
