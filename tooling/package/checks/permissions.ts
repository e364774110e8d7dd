import type { Check } from '../subject';

const permissionBits = 0o7777;

/** Whoever unpacks the archive can run the backend and read the rest. */
export const permissions: Check = ({ files, metadata: { executable } }) =>
  [...files].flatMap(([path, { mode }]) => {
    const wanted = executable && path.startsWith(`${executable}_`) ? 0o755 : 0o644;
    const found = mode & permissionBits;
    return found === wanted ? [] : [`"${path}" has the permissions ${octal(found)} instead of ${octal(wanted)}.`];
  });

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
