import { type Check, textOf } from '../subject';

/** What Grafana loads is there, and a production build. */
export const moduleFile: Check = (subject) => {
  const text = textOf(subject, 'module.js');
  if (text === '') {
    return ['module.js is missing.'];
  }
  const problems: string[] = [];
  if (!/^(\/\*.*?\*\/\s*)*define\(/s.test(text)) {
    problems.push('module.js is no AMD module.');
  }
  if (/\beval\(|sourceURL=webpack|new Function\(/.test(text)) {
    problems.push('module.js runs text as code, as development builds do.');
  }
  if (/\blivereload\b|webpackHotUpdate/.test(text)) {
    problems.push('module.js reloads itself, as development builds do.');
  }
  return problems;
};
