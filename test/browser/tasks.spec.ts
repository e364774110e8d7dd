import { expect, type Page } from '@playwright/test';

import { answer } from './answer';
import { choose, combobox, unfold } from './controls';
import { test } from './quiet';

// Each a whole task of a person who is paged: from a question to what the answer says.

/** The texts of the rows of the table with a column; the first row holds the titles. */
async function rows(page: Page, column: string): Promise<string[][]> {
  const table = page.getByRole('table').filter({ has: page.getByRole('columnheader', { name: column, exact: true }) });
  await expect(table).toBeVisible();
  return table
    .getByRole('row')
    .evaluateAll((all) => all.map((row) => [...row.children].map(({ textContent }) => textContent ?? '')));
}

async function start(page: Page, example: RegExp): Promise<void> {
  await answer(page, () => page.goto('/'));
  await answer(page, () => page.getByRole('button', { name: example }).click());
}

test('find the drifting tenant', async ({ page }) => {
  await start(page, /^Native histogram/);
  await answer(page, () => choose(page, 'Histogram', 'api_request', /^api_request_duration_seconds/));
  await choose(page, 'Group by', 'service', 'service'); // Out again.
  await page.keyboard.press('Escape');
  await choose(page, 'Group by', 'tenant', 'tenant');
  await page.keyboard.press('Escape');
  await unfold(page);
  const scrape = page.getByRole('textbox', { name: 'Scrape interval' });
  await scrape.fill('1m');
  await scrape.press('Enter');
  await answer(page, () => choose(page, 'View', 'Ranking', /^Ranking/));

  const [titles, first, ...others] = await rows(page, 'changed');
  const value = (row: string[], title: string) => row[titles.indexOf(title)];
  expect(value(first, 'tenant')).toBe('acme');
  expect(value(first, 'changed')).toBe('true');
  expect(others).toHaveLength(23);
  const unknown = others.filter((row) => value(row, 'status') === 'insufficient').map((row) => value(row, 'tenant'));
  expect(unknown.sort()).toEqual(['kwik-e-mart', 'los pollos', 'müller & söhne']);
  await expect(page.getByText(/judged groups changed/)).toBeVisible();

  // And why: acme it is, and nothing but acme.
  await choose(page, 'Group by', 'tenant', 'tenant');
  await page.keyboard.press('Escape');
  await answer(page, () => choose(page, 'View', 'Explanation', /^Explanation/));
  const [, cause] = await rows(page, 'accounts for');
  expect(cause.slice(0, 2)).toEqual(['tenant', 'acme']);
});

test('judge a canary', async ({ page }) => {
  await start(page, /^Canary against stable/);
  const threshold = page.getByRole('spinbutton', { name: 'Threshold' });
  await threshold.fill('0.01');
  await threshold.press('Enter');
  await choose(page, 'View', 'Verdict', /^Verdict/);
  const since = page.getByRole('textbox', { name: 'Since' });
  await since.fill(new Date(Date.now() - 2 * 3_600_000).toISOString());
  await answer(page, () => since.press('Enter'));

  const [titles, ...judged] = await rows(page, 'verdict');
  const verdicts = judged.map((row) => [row[titles.indexOf('service')], row[titles.indexOf('verdict')]]);
  expect(verdicts).toEqual([
    ['cart', 'pass'],
    ['payment', 'fail'],
    ['search', 'inconclusive'],
  ]);
  expect(judged[1][titles.indexOf('reason')]).toMatch(/^JS .* is above the threshold of 0.01 nats/);
});

test('see which bucket moved', async ({ page }) => {
  await start(page, /^Canary against stable/);
  await answer(page, () => choose(page, 'View', 'Contributions', /^Contributions/));
  await unfold(page);
  await answer(page, () => page.getByRole('radio', { name: 'Bars' }).click());

  const payment = page.getByRole('figure').filter({ hasText: 'payment' });
  const bars = await payment
    .getByRole('definition')
    .evaluateAll((all) => all.map((bar) => parseFloat(bar.textContent ?? '')));
  const names = await payment.getByRole('term').allTextContents();
  expect(names[bars.indexOf(Math.max(...bars))]).toBe('1–2.5');
  expect(bars[names.indexOf('0.1–0.25')]).toBeLessThan(0);
  await expect(combobox(page, 'View')).toHaveValue('Contributions');
});
