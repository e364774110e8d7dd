import { expect, type Page } from '@playwright/test';

import { expectAccessible } from './accessible';
import { answer, column, type Frame } from './answer';
import { choose, unfold } from './controls';
import { test } from './quiet';

/** A question of one group, and its answer. */
async function cart(page: Page): Promise<Frame[]> {
  await answer(page, () => page.goto('/'));
  await unfold(page);
  return answer(page, () => page.getByRole('button', { name: /^Cart against one day ago/ }).click());
}

/** Mean width of the band. */
function width(frame: Frame): number {
  const [lower, upper] = [column(frame, 'lower'), column(frame, 'upper')];
  expect(lower.length).toBeGreaterThan(100);
  expect(upper).toHaveLength(lower.length);
  return upper.reduce<number>((sum, limit, i) => sum + limit! - lower[i]!, 0) / lower.length;
}

test('the band of total variation is no wider where bursts are left out of account', async ({ page }) => {
  await cart(page);
  await answer(page, () => choose(page, 'Measures', 'total', /^Total variation/), ['js', 'tv']);
  const bursty = await answer(page, () => choose(page, 'Measures', 'JS', /^JS/), ['tv']);
  await expect(page.getByRole('radio', { name: 'bits' })).toHaveCount(0);
  await expect(page.getByText('Total variation = ½ Σ |p − q|')).toBeVisible();
  const independent = await answer(page, () => choose(page, 'Bursts', '', /^None/));
  await expect(page.getByRole('status', { name: 'Summary' })).toContainText('Events are taken as independent.');
  expect(width(independent[0])).toBeGreaterThan(0);
  expect(width(independent[0])).toBeLessThanOrEqual(width(bursty[0]));
});

test('a threshold under the noise floor is warned of, one above is not', async ({ page }) => {
  const frames = await cart(page);
  const floors = column(frames[0], 'noise floor');
  expect(floors.length).toBeGreaterThan(100);
  const floor = floors[floors.length - 1]!;

  const threshold = page.getByRole('spinbutton', { name: 'Threshold' });
  const write = async (value: number) => {
    await threshold.fill(String(value));
    await threshold.press('Enter');
  };
  const warning = page.getByRole('status', { name: 'Warning' });
  await answer(page, () => write(floor / 2));
  await expect(warning).toContainText(/^Under the noise floor of [\d.]+ at n = [\d,]+: with no change at all/);
  await expect(warning).toContainText(/It takes about [\d,]+ samples on each side\.$/);
  await answer(page, () => write(floor * 2));
  await expect(warning).toHaveCount(0);
});

test('what came out is said in words', async ({ page }) => {
  await cart(page);
  await expect(page.getByRole('list', { name: 'In words' })).toContainText(/^JS [\d.e-]+ nats .*\.$/);
});

for (const wide of [1400, 400]) {
  test(`estimators and bursts are accessible, ${wide} px wide`, async ({ page, complaints }) => {
    await page.setViewportSize({ width: wide, height: 1300 });
    await cart(page);
    await choose(page, 'Bursts', '', /^By label/);
    await expect(page.getByRole('combobox', { name: 'Instance label' })).toBeVisible();
    await expectAccessible(page);
    await choose(page, 'Bursts', '', /^By cells/);
    await choose(page, 'Alert on', '', /^Above normal/);
    await expectAccessible(page);
    await choose(page, 'Alert on', '', /^Estimate/);
    await choose(page, 'Estimator', '', /^Laplace/);
    await expect(page.getByRole('spinbutton', { name: 'Events added' })).toBeVisible();
    await expectAccessible(page);
    // A question that is not finished yet is refused, and browsers report that by themselves.
    const others = complaints.filter((text) => !text.startsWith('Failed to load resource'));
    complaints.splice(0, complaints.length, ...others);
  });
}
