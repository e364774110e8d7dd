import { type Locator, type Page, expect } from '@playwright/test';

/** A menu of the query editor. */
export function combobox(page: Page, name: string): Locator {
  return page.getByRole('combobox', { name, exact: true });
}

/** Opens a menu, searches in it and picks an option. */
export async function choose(page: Page, field: string, search: string, option: string | RegExp): Promise<void> {
  await combobox(page, field).click();
  await combobox(page, field).fill(search);
  await page.getByRole('option', { name: option }).first().click();
}

/** Opens what the query editor folds away. */
export async function unfold(page: Page): Promise<void> {
  const folded = page.getByRole('button', { name: /^More: /, expanded: false });
  while ((await folded.count()) > 0) {
    const name = (await folded.first().textContent())!.trim();
    await page.getByRole('button', { name, exact: true, expanded: false }).click();
    // On a busy machine it is still counted as folded for a moment.
    await expect(page.getByRole('button', { name, exact: true, expanded: true })).toBeVisible();
  }
}
