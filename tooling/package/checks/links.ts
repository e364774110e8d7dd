import type { Check } from '../subject';

/** Links of plugin.json are full https addresses. Whether they lead anywhere is not looked up. */
export const links: Check = ({ metadata: { info = {} } }) => {
  const all = [
    { name: 'info.author.url', url: info.author?.url },
    ...(info.links ?? []).map(({ name, url }) => ({ name: `the link "${name ?? ''}"`, url })),
  ];
  return all
    .filter(({ url }) => url === undefined || !URL.canParse(url) || new URL(url).protocol !== 'https:')
    .map(({ name, url }) => `plugin.json: ${name} is no https address: "${url ?? ''}".`);
};
