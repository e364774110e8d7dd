import { canHaveBand, canHaveFloor } from './confidence';
import { areInUnit, dependOnUnit, measures } from './measure';
import type { EstimatorName, MeasureName, Statistic } from './query';
import { canAlertOn } from './statistic';

test.each<[MeasureName[], boolean, boolean]>([
  [['kl'], true, true],
  [['klReverse', 'tv'], true, true],
  [['psi'], true, true],
  [['crossEntropy'], true, true],
  [['entropy'], true, true],
  [['jsDistance'], false, true],
  [['tv', 'hellinger', 'wasserstein', 'ks', 'g', 'newMass', 'vanishedMass'], false, false],
])('of %j it is %s that one is in nats or bits, and %s that the choice matters', (names, inUnit, depend) => {
  expect([areInUnit(names), dependOnUnit(names)]).toEqual([inUnit, depend]);
});

test('formulas are written with the logarithm of the unit that their value depends on', () => {
  for (const { name, formula } of measures) {
    expect(formula('bits') !== formula('nats')).toBe(dependOnUnit([name]));
    expect(formula('bits').includes('log₂')).toBe(dependOnUnit([name]));
  }
});

test.each<[MeasureName[], EstimatorName, boolean, boolean]>([
  [['kl'], 'corrected', true, true],
  [['kl', 'entropy'], 'corrected', true, true],
  [['entropy', 'crossEntropy', 'g'], 'corrected', false, false],
  [['kl', 'tv'], 'laplace', false, false],
  [['newMass'], 'corrected', true, false],
  [['kl', 'newMass'], 'none', true, false],
])('%j by the estimator %s: a band %s, a noise floor %s', (names, estimator, band, floor) => {
  expect(canHaveBand({ measures: names, estimator })).toBe(band);
  expect(canHaveFloor({ measures: names, estimator })).toBe(floor);
});

test.each<[MeasureName[], EstimatorName, Statistic[]]>([
  [['kl', 'newMass'], 'corrected', ['lower', 'estimate', 'upper', 'aboveNormal']],
  [['kl', 'entropy'], 'corrected', ['estimate', 'aboveNormal']],
  [['kl'], 'pool', ['estimate']],
])('of %j by the estimator %s, alert rules can see %j', (names, estimator, statistics) => {
  const all: Statistic[] = ['lower', 'estimate', 'upper', 'aboveNormal'];
  const asked = { measures: names, estimator, current: { metric: 'm' } };
  expect(all.filter((statistic) => canAlertOn(statistic, asked))).toEqual(statistics);
});

test('alert rules can see the bounds of a bin, but not of a category', () => {
  const asked = { measures: ['kl' as const], estimator: 'corrected' as const };
  expect(canAlertOn('to', { ...asked, current: { metric: 'm' } })).toBe(true);
  expect(canAlertOn('to', { ...asked, current: { metric: 'm', category: ['a'] } })).toBe(false);
});
