import { type Check, textOf } from '../subject';

/** The build has put values in for all placeholders. */
export const placeholders: Check = (subject) =>
  ['plugin.json', 'README.md', 'CHANGELOG.md'].flatMap((file) =>
    [...new Set(textOf(subject, file).match(/%(VERSION|TODAY|PLUGIN_ID)%/g))].map(
      (placeholder) => `${file}: ${placeholder} was not replaced.`
    )
  );
