import { expect } from '@playwright/test';

import { expectAccessible } from './accessible';
import { answer, column } from './answer';
import { choose, combobox, unfold } from './controls';
import { test } from './quiet';

const last = (values: Array<number | null>) => values[values.length - 1]!;

test('find the country that is new', async ({ page }) => {
  await answer(page, () => page.goto('/'));
  // A question without matchers to begin with.
  await answer(page, () => page.getByRole('button', { name: /^Native histogram/ }).click());
  await page.getByRole('radio', { name: 'Categories' }).click();
  await choose(page, 'Counter or gauge', 'orders', /^orders_total/);
  await choose(page, 'Category labels', 'country', 'country');
  await page.keyboard.press('Escape');
  await choose(page, 'Baseline', '', 'Earlier');
  await answer(page, () => choose(page, 'Measures', 'new', /^New mass/), ['js', 'newMass']);
  const frames = await answer(page, () => choose(page, 'Measures', 'JS', /^JS/), ['newMass']);

  // Six of a hundred orders of one of two shops come from Norway.
  const share = last(column(frames[0], 'newMass'));
  expect(share).toBeGreaterThan(0.02);
  expect(share).toBeLessThan(0.06);
  expect(last(column(frames[0], 'lower'))).toBeGreaterThan(0.01);
  await expect(page.getByText(/New, not in the baseline: NO \(/).first()).toBeVisible();
});

test('go from the builder to PromQL and get the same number', async ({ page }) => {
  await answer(page, () => page.goto('/'));
  const built = await answer(page, () => page.getByRole('button', { name: /^Cart against one day ago/ }).click());
  const written = await answer(page, () => page.getByRole('radio', { name: 'PromQL' }).click());
  await expect(page.getByRole('textbox', { name: 'Expression' })).toHaveValue(/\$__window/);
  expect(last(column(written[0], 'js'))).toBe(last(column(built[0], 'js')));
  await answer(page, () => page.getByRole('radio', { name: 'Histogram' }).click());
  await expect(combobox(page, 'Histogram')).toHaveValue('http_request_duration_seconds');
});

for (const width of [1400, 400]) {
  test(`each source and baseline is accessible, ${width} px wide`, async ({ page, complaints }) => {
    await page.setViewportSize({ width, height: 1300 });
    await answer(page, () => page.goto('/'));
    for (const source of ['Categories', 'PromQL', 'Histogram']) {
      await page.getByRole('radio', { name: source }).click();
      await expectAccessible(page);
      await unfold(page);
      await expectAccessible(page);
    }
    for (const kind of [
      'Earlier',
      'Same hours before',
      'Fixed range',
      'Other series',
      'All other groups',
      'Written down',
    ]) {
      await choose(page, 'Baseline', '', kind);
      await expectAccessible(page);
    }
    // Questions that are not finished yet are refused, and browsers report that by themselves.
    const others = complaints.filter((text) => !text.startsWith('Failed to load resource'));
    complaints.splice(0, complaints.length, ...others);
  });
}
