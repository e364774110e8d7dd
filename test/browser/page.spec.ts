import { expect, type Page } from '@playwright/test';

import { expectAccessible } from './accessible';
import { answer, column } from './answer';
import { test } from './quiet';

/** How many pixels of the graph are drawn at all, and how many of those are as faint as a band. */
async function ink(page: Page): Promise<{ drawn: number; faint: number }> {
  return page.locator('.uplot canvas').evaluate((canvas: HTMLCanvasElement) => {
    // Read from a copy: browsers complain of a canvas that is drawn for the screen and read.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let drawn = 0;
    let faint = 0;
    for (let i = 0; i < data.length; i += 4) {
      const colourful = Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 60;
      drawn += Number(colourful && data[i + 3] > 200);
      faint += Number(colourful && data[i + 3] > 20 && data[i + 3] < 100);
    }
    return { drawn, faint };
  });
}

test('pick a metric and a baseline, see a line with a band, switch KL to JS and see it change', async ({ page }) => {
  await answer(page, () => page.goto('/'));

  const histogram = page.getByRole('combobox', { name: 'Histogram', exact: true });
  await histogram.click();
  await histogram.fill('request_dur');
  await page.getByRole('option', { name: 'http_request_duration_seconds' }).first().click();

  await page.getByRole('combobox', { name: 'Baseline' }).click();
  const earlier = await answer(page, () => page.getByRole('option', { name: 'Earlier' }).click());
  expect(earlier.map(({ schema }) => schema.meta?.custom?.formula)).toContain(
    'JS = ½ Σ p ln(p/m) + ½ Σ q ln(q/m), m = (p + q)/2'
  );

  await page.getByRole('combobox', { name: 'Measures' }).click();
  const pick = (name: RegExp, measures: string[]) =>
    answer(page, () => page.getByRole('option', { name }).first().click(), measures);
  await pick(/^KL/, ['js', 'kl']);
  const kl = await pick(/^JS/, ['kl']);
  expect(kl[0].schema.meta?.custom?.formula).toContain('Σ p ln(p/q)');
  await pick(/^JS/, ['kl', 'js']);
  const js = await pick(/^KL/, ['js']);

  expect(js).toHaveLength(kl.length);
  const [estimate, lower, upper] = ['js', 'lower', 'upper'].map((name) => column(js[0], name));
  expect(estimate.length).toBeGreaterThan(100);
  expect(upper).toHaveLength(estimate.length);
  estimate.forEach((value, i) => {
    expect(lower[i]).toBeLessThanOrEqual(value!);
    expect(upper[i]).toBeGreaterThanOrEqual(value!);
  });
  expect(column(kl[0], 'kl')).not.toEqual(estimate);
});

test('the first picture shows a line with its band, and is kept to be looked at', async ({ page }) => {
  await answer(page, () => page.goto('/'));
  await expect.poll(async () => (await ink(page)).drawn).toBeGreaterThan(500);
  expect((await ink(page)).faint).toBeGreaterThan(500);
  await page.screenshot({ path: '.build/pictures/page.png', fullPage: true });
});

test('a number is sent when it is finished, not while it is typed', async ({ page }) => {
  await answer(page, () => page.goto('/'));
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/ds/query')) {
      sent.push(JSON.parse(request.postData()!).queries[0].window);
    }
  });
  const window = page.getByLabel('Window', { exact: true });
  await window.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('120m');
  expect(sent).toEqual([]);
  await answer(page, () => page.keyboard.press('Enter'));
  expect(sent).toEqual(['120m']);
});

test('what is wrong is said beside the field', async ({ page, complaints }) => {
  await answer(page, () => page.goto('/'));
  const window = page.getByLabel('Window', { exact: true });
  await window.fill('an hour');
  await window.blur();
  await expect(page.getByText(/is not a duration|not a length of time/i).first()).toBeVisible();
  // The query layer says the same, with a status that browsers report by themselves.
  const others = complaints.filter((text) => !text.startsWith('Failed to load resource'));
  complaints.splice(0, complaints.length, ...others);
});

for (const { name, width } of [
  { name: 'wide', width: 1400 },
  { name: 'narrow', width: 400 },
]) {
  test(`nothing is cut off and axe finds nothing: ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 1300 });
    await answer(page, () => page.goto('/'));
    await expect(page.getByRole('combobox', { name: 'Histogram', exact: true })).toBeVisible();
    await expectAccessible(page);
  });
}
