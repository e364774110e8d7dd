import { createHash } from 'node:crypto';

import { type Check, textOf } from '../subject';

// The terms from their heading to their end, without what lies between words. What comes after them is how to apply them.
const apacheTerms = '59d8f0ba87ad9a2f1a431123c8d16646e5b89ba53653e818f16d136d77263c99';

/** The licence is Apache-2.0, word for word. */
export const licence: Check = (subject) => {
  const text = textOf(subject, 'LICENSE');
  if (text === '') {
    return ['LICENSE is missing.'];
  }
  const problems = termsOf(text) === apacheTerms ? [] : ['LICENSE is not the text of the Apache License, version 2.0.'];
  return /\{(yyyy|name of copyright owner)\}/.test(text) ? [...problems, 'LICENSE has blanks left.'] : problems;
};

/** A digest of the terms of a licence's text. */
export function termsOf(text: string): string {
  const [terms] = text.split('APPENDIX:');
  return createHash('sha256').update(terms.replace(/\s+/g, ' ').trim()).digest('hex');
}
