import { type Check, textOf } from '../subject';

/** The history is there and begins with this version. */
export const changelog: Check = (subject) => {
  const text = textOf(subject, 'CHANGELOG.md');
  if (text.trim() === '') {
    return ['CHANGELOG.md is missing or empty.'];
  }
  const newest = /^## \[?([^\s\]]+)/m.exec(text)?.[1];
  return newest === subject.project.version
    ? []
    : [`CHANGELOG.md begins with "${newest ?? ''}" where package.json says "${subject.project.version}".`];
};
