import type { Check } from '../subject';

/** Id, type and name are the repository's, and of the form that the catalogue asks for. */
export const identity: Check = ({ metadata: { id = '', type = '', name = '' }, project }) => {
  const problems: string[] = [];
  const parts = id.split('-');
  if (id !== project.id) {
    problems.push(`plugin.json: id is "${id}" where the repository says "${project.id}".`);
  }
  if (parts.length < 3) {
    problems.push(`plugin.json: id "${id}" is not of the form organisation-name-type.`);
  }
  if (parts.at(-1) !== type) {
    problems.push(`plugin.json: id "${id}" does not end with the type "${type}".`);
  }
  if (name === '' || name === id) {
    problems.push(`plugin.json: name "${name}" is not one for people.`);
  }
  return problems;
};
