import { expect, test } from '@grafana/plugin-e2e';
import type { Locator, Page } from '@playwright/test';

// The editors where Grafana puts them: panels, variables, annotations, rules, Explore and the data source itself.

async function choose(within: Page | Locator, page: Page, field: string, search: string, option: RegExp) {
  const box = within.getByRole('combobox', { name: field, exact: true });
  await box.click();
  await box.fill(search);
  await page.getByRole('option', { name: option }).first().click();
}

const shot = (page: Page, name: string) => page.screenshot({ path: `.build/pictures/grafana/editor-${name}.png` });

test('panel: which bucket moved, as a bar chart', async ({ panelEditPage, page }) => {
  await panelEditPage.datasource.set('Histodrift');
  const row = panelEditPage.getQueryEditorRow('A');
  await choose(row, page, 'Histogram', 'rpc_dur', /^rpc_duration_seconds/);
  await choose(row, page, 'View', 'Contributions', /^Contributions/);
  await row.getByRole('radio', { name: 'Bars' }).click();
  await panelEditPage.setVisualization('Bar chart');
  await expect(panelEditPage.panel.getErrorIcon()).toBeHidden();
  await expect(panelEditPage.panel.locator.locator('canvas').first()).toBeVisible();
  await shot(page, 'panel');
});

test('panel: a ranking as a table', async ({ panelEditPage, page }) => {
  await panelEditPage.datasource.set('Histodrift');
  const row = panelEditPage.getQueryEditorRow('A');
  await choose(row, page, 'Histogram', 'http_request_dur', /^http_request_duration_seconds/);
  await choose(row, page, 'Group by', 'service', /^service/);
  await page.keyboard.press('Escape');
  await choose(row, page, 'View', 'Ranking', /^Ranking/);
  await panelEditPage.setVisualization('Table');
  await expect(panelEditPage.panel.fieldNames).toContainText(['service', 'status']);
  await expect(panelEditPage.panel.data).toContainText(['cart']);
  await shot(page, 'ranking');
});

test('Explore: the same editor, and its answer', async ({ page }) => {
  const query = {
    refId: 'A',
    version: 1,
    current: { metric: 'rpc_duration_seconds' },
    baseline: { kind: 'previous', offset: '1d' },
    groupBy: ['service'],
  };
  const pane = { datasource: 'histodrift', queries: [query], range: { from: 'now-6h', to: 'now' } };
  await page.goto(`/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify({ one: pane }))}`);
  await expect(page.getByRole('combobox', { name: 'Histogram', exact: true })).toHaveValue('rpc_duration_seconds');
  await expect(page.getByRole('button', { name: /^ranking · KL/ }).first()).toBeVisible();
  await shot(page, 'explore');
});

test('variable: the tenants that changed most', async ({ gotoDashboardPage, page }) => {
  const dashboard = await gotoDashboardPage({ uid: 'histodrift-views' });
  await dashboard.waitForPanelsQueriesToComplete({ timeout: 90_000 });
  await page.getByTestId('data-testid template variable').getByRole('combobox').first().click();
  await expect(page.getByRole('option').first()).toContainText('acme');
  await page.keyboard.press('Escape');
  await page.goto('/d/histodrift-views?editview=variables&editIndex=0');
  await expect(page.getByRole('combobox', { name: 'Values', exact: true })).toHaveValue(/groups/i);
  await shot(page, 'variable');
});

test('annotations: the episodes of a question', async ({ page }) => {
  await page.goto('/d/histodrift-views?editview=annotations&editIndex=1');
  await expect(page.getByRole('combobox', { name: 'Histogram', exact: true })).toHaveValue(
    'http_request_duration_seconds'
  );
  await page.getByRole('button', { name: /^Test annotation query/ }).click();
  await expect(page.getByText(/1 events? \(from \d+ fields\)/)).toBeVisible();
  await shot(page, 'annotation');
});

test('rule: the verdict is a number for each service', async ({ page }) => {
  await page.goto('/alerting/new/alerting');
  await choose(page, page, 'Histogram', 'http_request_dur', /^http_request_duration_seconds/);
  await choose(page, page, 'Group by', 'service', /^service/);
  await page.keyboard.press('Escape');
  const threshold = page.getByRole('spinbutton', { name: 'Threshold' });
  await threshold.fill('0.01');
  await threshold.press('Enter');
  await choose(page, page, 'View', 'Verdict', /^Verdict/);
  await expect(page.getByText(/Alert rules need numbers/)).toBeVisible();
  await page.getByRole('radio', { name: 'For alert rules' }).click();
  await expect(page.getByText(/Alert rules need numbers/)).toBeHidden();
  await page
    .getByRole('button', { name: /^Preview/ })
    .first()
    .click();
  await expect(page.getByText(/service=|cart/).first()).toBeVisible();
  await shot(page, 'rule');
});

test('data source: save & test says which server answers', async ({ gotoDataSourceConfigPage, page }) => {
  await gotoDataSourceConfigPage('histodrift');
  await page.getByRole('button', { name: /^(Test|Save & test)$/ }).click();
  await expect(page.getByText(/Prometheus .*histograms/)).toBeVisible();
  await shot(page, 'settings');
});
