import { linksIn } from '../readme';
import { type Check, textOf } from '../subject';

const template = /Grafana (panel|data ?source|app)( backend)? plugin template/i;
// Words of those who build the plugin, not of those who use it.
const jargon = ['yarn', 'nodejs'];

/** The page in the catalogue: there, our own, with links that lead somewhere from another site. */
export const readme: Check = (subject) => {
  const text = textOf(subject, 'README.md');
  if (text.trim() === '') {
    return ['README.md is missing or empty.'];
  }
  const problems: string[] = [];
  if (template.test(text)) {
    problems.push('README.md is the template that new plugins begin with.');
  }
  if (text.includes('<!--')) {
    problems.push('README.md has comments, which the catalogue may show.');
  }
  for (const word of jargon.filter((word) => text.includes(word))) {
    problems.push(`README.md speaks of "${word}": what developers need is for other files.`);
  }
  for (const { target } of linksIn(text)) {
    if (!/^(https?:\/\/|mailto:|#)/.test(target)) {
      problems.push(`README.md: the link "${target}" leads nowhere from the catalogue.`);
    }
  }
  return problems;
};
