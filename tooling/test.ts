// Runs every check of the project and ends with one line of counts. Options: names of the steps to run, to run only them.
import { rmSync } from 'node:fs';
import path from 'node:path';

import { buildFolder, buildLab, buildPage } from './builds';
import { chromium } from './test/chromium';
import { type Count, check, goPackages, goTests, jest, playwright } from './test/steps';
import { succeeds } from './processes';

// The race detector is compiled C: it needs a C compiler.
const race = succeeds(process.env.CC ?? 'cc', ['--version']);
if (!race) {
  console.log('No C compiler was found: Go tests run without the race detector.');
}

const go = ['tool', `-modfile=${path.resolve('tooling/go.mod')}`];
const lab = { cwd: 'lab' };
const labPackages = goPackages(lab);
// These calculate for minutes, and many times longer with the race detector. What runs at the same time in them, the query
// layer, is tested with it by its own tests.
const calculating = /\/(engine|pages|validity)$/;
const steps: Record<string, () => Count | Promise<Count>> = {
  types: () => check('npm', ['run', '--silent', 'typecheck']),
  lint: () => check('npm', ['run', '--silent', 'lint']),
  unit: jest,
  'go format': () => check('go', [...go, 'gofumpt', '-l', 'pkg', 'lab', 'Magefile.go'], { silence: true }),
  'go vet': () => check('go', ['vet', './pkg/...']),
  'go staticcheck': () => check('go', [...go, 'staticcheck', './pkg/...']),
  'go tests': () => goTests(race, ['./pkg/...']),
  'lab vet': () => check('go', ['vet', './...'], lab),
  'lab staticcheck': () => check('go', [...go, 'staticcheck', './...'], lab),
  'lab tests': () =>
    goTests(
      race,
      labPackages.filter((name) => !calculating.test(name)),
      lab
    ),
  'lab calculations': () =>
    goTests(
      false,
      labPackages.filter((name) => calculating.test(name)),
      lab
    ),
  browser: () => {
    const page = buildPage();
    return playwright({ CHROMIUM_PATH: chromium(), LAB: buildLab(), LAB_PAGE: page });
  },
};

rmSync(path.join(buildFolder, 'reports'), { recursive: true, force: true });
const wanted = process.argv.slice(2);
const total: Count = { passed: 0, failed: 0 };
for (const [name, step] of Object.entries(steps)) {
  if (wanted.length > 0 && !wanted.includes(name)) {
    continue;
  }
  const start = Date.now();
  const count = await step();
  console.log(
    `${count.failed > 0 ? '✗' : '✓'} ${name}: ${count.passed} passed, ${count.failed} failed (${Math.round((Date.now() - start) / 1000)} s)`
  );
  total.passed += count.passed;
  total.failed += count.failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
