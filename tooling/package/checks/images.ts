import type { Check, Subject } from '../subject';

const extensions = { svg: /\.svg$/, png: /\.png$/, jpg: /\.jpe?g$/, gif: /\.gif$/ };

/** Logos are SVG and screenshots pictures, and each is in the archive where plugin.json says it is. */
export const images: Check = (subject) => {
  const { logos = {}, screenshots = [] } = subject.metadata.info ?? {};
  const problems = [
    ...imageProblems(subject, 'info.logos.small', logos.small, ['svg']),
    ...imageProblems(subject, 'info.logos.large', logos.large, ['svg']),
    ...screenshots.flatMap(({ path }, at) =>
      imageProblems(subject, `info.screenshots[${at}].path`, path, ['png', 'jpg', 'gif'])
    ),
  ];
  return screenshots.length > 0 ? problems : [...problems, 'plugin.json: info.screenshots is empty.'];
};

function imageProblems({ files }: Subject, field: string, path = '', kinds: Array<keyof typeof extensions>): string[] {
  if (path === '' || /^[./]|^\w+:/.test(path)) {
    return [`plugin.json: ${field} "${path}" is no path in the plugin's folder such as "img/logo.svg".`];
  }
  const content = files.get(path)?.content;
  if (!content) {
    return [`plugin.json: ${field} "${path}" is not in the archive.`];
  }
  const kind = kindOf(content);
  if (kind === undefined || !kinds.includes(kind)) {
    return [`plugin.json: ${field} "${path}" is no ${kinds.join(', ')} by its content.`];
  }
  return extensions[kind].test(path) ? [] : [`plugin.json: ${field} "${path}" has the extension of another kind.`];
}

/** What an image is, by its first bytes. */
function kindOf(content: Buffer): keyof typeof extensions | undefined {
  const begin = content.subarray(0, 512).toString('latin1');
  if (begin.startsWith('\x89PNG\r\n\x1a\n')) {
    return 'png';
  }
  if (begin.startsWith('\xff\xd8\xff')) {
    return 'jpg';
  }
  if (/^GIF8[79]a/.test(begin)) {
    return 'gif';
  }
  return begin.includes('<svg') ? 'svg' : undefined;
}
