import { createHash } from 'node:crypto';

import { type Check, textOf } from '../subject';

/** If the plugin is signed, the signature is for these very files. Who signed it is not looked at. */
export const signature: Check = (subject) => {
  if (!subject.files.has('MANIFEST.txt')) {
    return [];
  }
  const [, signed = ''] = /\n\n(\{[^]*?\})\s*-----BEGIN PGP SIGNATURE-----/.exec(textOf(subject, 'MANIFEST.txt')) ?? [];
  let digests: Record<string, string>;
  try {
    digests = JSON.parse(signed).files;
  } catch {
    return ['MANIFEST.txt is no signed manifest.'];
  }
  const present = [...subject.files].filter(([path]) => path !== 'MANIFEST.txt');
  return [
    ...present
      .filter(([path, { content }]) => digests[path] !== createHash('sha256').update(content).digest('hex'))
      .map(([path]) => `MANIFEST.txt does not sign "${path}" as it is.`),
    ...Object.keys(digests)
      .filter((path) => !subject.files.has(path))
      .map((path) => `MANIFEST.txt signs "${path}", which is not in the archive.`),
  ];
};
