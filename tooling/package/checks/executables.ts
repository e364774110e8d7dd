import { fileOn, type Platform, platforms } from '../platforms';
import type { Check } from '../subject';

/** There is a backend for each platform of Grafana, made for it, and no other. */
export const executables: Check = ({ files, metadata: { backend, alerting, executable } }) => {
  if (!backend || !executable) {
    return [`plugin.json: backend and executable are needed${alerting ? ' for alerting' : ''}.`];
  }
  const wanted = new Map(platforms.map((platform) => [fileOn(platform, executable), platform]));
  const problems = [...wanted].flatMap(([name, platform]) => {
    const content = files.get(name)?.content;
    if (!content) {
      return [`The executable "${name}" is missing.`];
    }
    return madeFor(content, platform) ? [] : [`"${name}" is not made for ${platform.os} on ${platform.arch}.`];
  });
  const others = [...files.keys()].filter((name) => name.startsWith(executable) && !wanted.has(name));
  return [...problems, ...others.map((name) => `"${name}" is an executable that no platform looks for.`)];
};

// Numbers of the processor in the headers of ELF, Mach-O and PE.
const machines = {
  linux: { amd64: 62, arm64: 183, arm: 40 },
  darwin: { amd64: 0x01000007, arm64: 0x0100000c, arm: undefined },
  windows: { amd64: 0x8664, arm64: undefined, arm: undefined },
};

function madeFor(content: Buffer, { os, arch }: Platform): boolean {
  const machine = machines[os][arch];
  if (content.length < 64) {
    return false;
  }
  switch (os) {
    case 'linux':
      return content.toString('latin1', 0, 4) === '\x7fELF' && content.readUInt16LE(18) === machine;
    case 'darwin':
      return content.readUInt32LE(0) === 0xfeedfacf && content.readUInt32LE(4) === machine;
    case 'windows': {
      const header = content.readUInt32LE(60);
      return (
        content.toString('latin1', 0, 2) === 'MZ' &&
        header + 6 <= content.length &&
        content.toString('latin1', header, header + 4) === 'PE\0\0' &&
        content.readUInt16LE(header + 4) === machine
      );
    }
  }
}
