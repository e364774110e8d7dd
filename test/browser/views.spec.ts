import { expect } from '@playwright/test';

import { expectAccessible } from './accessible';
import { answer } from './answer';
import { choose, combobox, unfold } from './controls';
import { test } from './quiet';

const views = [
  'Contributions',
  'Distributions',
  'Ranking',
  'Explanation',
  'Objective',
  'Verdict',
  'Episodes',
  'Exemplars',
  'Sensitivity to bins',
  'Divergence',
];

for (const width of [1400, 400]) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`each view is accessible, ${width} px wide, ${scheme}`, async ({ page, complaints }) => {
      test.slow(); // Ten views, each looked at by axe.
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 1300 });
      await answer(page, () => page.goto('/'));
      for (const view of views) {
        await choose(page, 'View', view, new RegExp(`^${view}`));
        await unfold(page);
        await expect(combobox(page, 'View')).toHaveValue(view);
        await expectAccessible(page);
      }
      // Questions that are not finished yet are refused, and browsers report that by themselves.
      const others = complaints.filter((text) => !text.startsWith('Failed to load resource'));
      complaints.splice(0, complaints.length, ...others);
    });
  }
}

test('a view comes back with what it had', async ({ page }) => {
  await answer(page, () => page.goto('/'));
  await choose(page, 'View', 'Objective', /^Objective/);
  await page.getByRole('spinbutton', { name: 'Objective' }).fill('99');
  await page.getByRole('spinbutton', { name: 'Objective' }).press('Enter');
  await choose(page, 'View', 'Divergence', /^Divergence/);
  await choose(page, 'View', 'Objective', /^Objective/);
  await expect(page.getByRole('spinbutton', { name: 'Objective' })).toHaveValue('99');
});
