import type { Check } from '../subject';

const unsafe: Array<[RegExp, string]> = [
  [/<\s*(script|foreignObject|iframe|object|embed|handler)\b/i, 'an element that can run or embed something'],
  [/\son\w+\s*=/i, 'an event handler'],
  [/(href|src)\s*=\s*["']?\s*(?!#)[^"'\s]/i, 'a link to something outside of it'],
  [/url\(\s*["']?\s*(?!#)[^)\s]/i, 'an address outside of it'],
  [/<!ENTITY|<!DOCTYPE|<\?xml-stylesheet/i, 'a declaration that loads something'],
];

/** SVG files only draw: they run, load and link nothing. */
export const svg: Check = ({ files }) =>
  [...files]
    .filter(([path]) => path.endsWith('.svg'))
    .flatMap(([path, { content }]) => {
      const text = content.toString('utf8');
      return unsafe.filter(([form]) => form.test(text)).map(([, what]) => `"${path}" holds ${what}.`);
    });
