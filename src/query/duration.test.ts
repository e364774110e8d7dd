import { inWords, toSeconds } from './duration';

test.each([
  ['5m', 300, '5 minutes'],
  ['1h', 3600, '1 hour'],
  ['1h30m', 5400, '1 hour 30 minutes'],
  ['7d', 604_800, '7 days'],
  ['1w2d', 777_600, '1 week 2 days'],
  ['1y', 31_536_000, '1 year'],
  ['250ms', 0.25, '250 milliseconds'],
  ['0s', 0, '0 seconds'],
])('%s is %d seconds', (text, seconds, words) => {
  expect(toSeconds(text)).toBeCloseTo(seconds);
  expect(inWords(text)).toBe(words);
});

test.each(['', '1', 'h', '1.5h', '30m1h', '1 h', '-1h', '$__range'])('“%s” is not a duration', (text) => {
  expect(toSeconds(text)).toBeUndefined();
  expect(inWords(text)).toBe(text);
});
