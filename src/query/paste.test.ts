import { parseStatic } from './paste';
import type { Selection, StaticBaseline } from './query';

const histogram: Selection = { metric: 'm' };
const byOne: Selection = { metric: 'm', category: ['country'] };
const byTwo: Selection = { metric: 'm', category: ['country', 'device'] };

test.each<[string, Selection, string, Omit<StaticBaseline, 'kind'>]>([
  ['JSON', histogram, ' {"bounds":[0.1,1],"weights":[1,2,3]}', { bounds: [0.1, 1], weights: [1, 2, 3] }],
  [
    'JSON with all',
    histogram,
    '{"kind":"static","bounds":[1],"weights":[1,2],"n":9}',
    { bounds: [1], weights: [1, 2], n: 9 },
  ],
  [
    'JSON of categories',
    byOne,
    '{"categories":["DE",["FR"]],"weights":[1,2]}',
    { categories: ['DE', ['FR']], weights: [1, 2] },
  ],
  ['lines with commas', histogram, '0.1,120\n0.5, 80\n', { bounds: [0.1, 0.5], weights: [120, 80, 0] }],
  ['lines with tabs and +Inf', histogram, '\r\n0.1\t120\r\n+Inf\t3\r\n', { bounds: [0.1], weights: [120, 3] }],
  ['lines with titles', histogram, 'le,count\n-1e3,1\nInf,2', { bounds: [-1000], weights: [1, 2] }],
  ['categories with a comma', byOne, 'Korea, South,1\n,2', { categories: ['Korea, South', ''], weights: [1, 2] }],
  ['categories by tab', byOne, 'a,b\t1\nc\t2', { categories: ['a,b', 'c'], weights: [1, 2] }],
  [
    'categories by two labels',
    byTwo,
    'country,device,orders\nDE,tv,1\nDE,phone,2',
    {
      categories: [
        ['DE', 'tv'],
        ['DE', 'phone'],
      ],
      weights: [1, 2],
    },
  ],
])('reads %s', (_, current, text, baseline) => {
  expect(parseStatic(text, current)).toEqual({ baseline: { kind: 'static', ...baseline } });
});

test.each<[string, Selection, string, RegExp]>([
  ['no JSON', histogram, '{"bounds":[1,', /^This is not valid JSON/],
  ['another field', histogram, '{"bound":[1],"weights":[1]}', /^“bound” is not a field of it/],
  ['no bins', histogram, '{"weights":[1]}', /neither bounds nor categories/],
  ['bounds that are none', histogram, '{"bounds":1,"weights":[1]}', /^bounds is not a list/],
  ['no weights', histogram, '{"bounds":[1]}', /^weights is not a list/],
  ['a weight that is none', histogram, '{"bounds":[1],"weights":[1,"2"]}', /^weights\[1\] is not a number: "2"/],
  ['a category that is none', byOne, '{"categories":["a",1],"weights":[1,2]}', /^categories\[1\] is not a text/],
  ['samples that are none', histogram, '{"bounds":[1],"weights":[1,2],"n":"9"}', /^n is not a number/],
  ['bounds out of order', histogram, '{"bounds":[2,1],"weights":[1,2,3]}', /^Bound 2 \(1\) is not above/],
  ['lines out of order', histogram, '2,1\n1,2', /^Bound 2 \(1\) is not above/],
  ['too few weights', histogram, '{"bounds":[1,2],"weights":[1,2]}', /there must be 3, one more than bounds/],
  ['a word', histogram, '1,1\nx,2', /^Line 2: “x” is not a number/],
  ['an empty weight', histogram, '1,1\n2,', /^Line 2: “” is not a number/],
  ['three columns', histogram, '1,1\n2\t3\t4', /^Line 2 has 3 columns: write bound and weight/],
  ['a single column', histogram, '1\n2', /^Line 1 has 1 column: /],
  ['+Inf in the middle', histogram, '1,1\n+Inf,2\n2,3', /^Line 2: \+Inf is what lies above all bounds/],
  ['titles alone', histogram, 'le,count', /^Line 1: “count” is not a number/],
  ['nothing', histogram, ' \n', /nothing to take over/],
  ['a value too few', byTwo, 'DE,tv,1\nFR,2', /^Line 2 has 2 columns: write a value for each of the 2 category labels/],
  ['a category twice', byOne, 'DE,1\nDE,2', /^Category 2 \(DE\) is there twice/],
  ['bounds for categories', byOne, '{"bounds":[1],"weights":[1,2]}', /Categories have no bounds/],
  ['a negative weight', byOne, 'DE,1\nFR,-2', /^Weight 2 \(-2\)/],
])('says what is wrong with %s', (_, current, text, message) => {
  expect(parseStatic(text, current).error).toMatch(message);
});
