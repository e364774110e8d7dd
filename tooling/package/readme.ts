/** A link or image of a Markdown text. */
export interface Link {
  /** Where it leads, without a title. */
  target: string;
  image: boolean;
}

// Inline links, images and links around images: ![alt](target "title"), [text](target).
const inline = /(!?)\[((?:[^[\]]|!?\[[^[\]]*\]\([^()]*\))*)\]\(\s*<?([^\s)>]+)>?(\s+"[^"]*")?\s*\)/g;
// Definitions of reference links: [name]: target
const definition = /^( {0,3}\[[^\]]+\]:\s*)(\S+)/gm;
const code = /(^```[^]*?^```\s*$|`[^`\n]+`)/m;

/** The links and images of a Markdown text, but for what is code. */
export function linksIn(text: string): Link[] {
  const links: Link[] = [];
  rewritten(text, (target, image) => {
    links.push({ target, image });
    return target;
  });
  return links;
}

/** A place of the repository on the web. */
export interface Repository {
  /** Such as https://github.com/organisation/name. */
  url: string;
  /** A branch or tag. */
  ref: string;
  /** Tells what is at a path; undefined if there is nothing. */
  kindOf(path: string): 'file' | 'folder' | undefined;
}

/**
 * The README as other sites can show it: links into the repository lead to its address on the web. Throws where a link leads
 * nowhere.
 */
export function absoluteLinks(text: string, { url, ref, kindOf }: Repository): string {
  return rewritten(text, (target, image) => {
    if (/^([a-z]+:|#|\/\/)/i.test(target)) {
      return target;
    }
    const [path, anchor] = target.split('#');
    const plain = path.replace(/^\.\//, '').replace(/\/$/, '');
    const kind = kindOf(plain);
    if (kind === undefined) {
      throw new Error(`README.md: the link "${target}" leads to nothing in the repository.`);
    }
    const fragment = anchor === undefined ? '' : `#${anchor}`;
    // GitHub shows a page about an image at its address; the image itself is raw.
    const form = image ? 'raw' : kind === 'folder' ? 'tree' : 'blob';
    return `${url}/${form}/${ref}/${plain}${fragment}`;
  });
}

function rewritten(text: string, place: (target: string, image: boolean) => string): string {
  return text
    .split(new RegExp(code.source, 'gm'))
    .map((part, at) => (at % 2 === 1 ? part : rewrittenProse(part, place)))
    .join('');
}

function rewrittenProse(text: string, place: (target: string, image: boolean) => string): string {
  return text
    .replace(inline, (_, bang: string, label: string, target: string, title = '') => {
      return `${bang}[${rewrittenProse(label, place)}](${place(target, bang === '!')}${title})`;
    })
    .replace(definition, (_, begin: string, target: string) => `${begin}${place(target, false)}`);
}
