/** A platform that Grafana runs on, in Go's words. */
export interface Platform {
  os: 'linux' | 'darwin' | 'windows';
  arch: 'amd64' | 'arm64' | 'arm';
}

/** All platforms that Grafana runs on, and the backend with it. */
export const platforms: Platform[] = [
  { os: 'linux', arch: 'amd64' },
  { os: 'linux', arch: 'arm64' },
  { os: 'linux', arch: 'arm' },
  { os: 'darwin', arch: 'amd64' },
  { os: 'darwin', arch: 'arm64' },
  { os: 'windows', arch: 'amd64' },
];

/** The file of an executable that Grafana looks for on a platform. */
export function fileOn({ os, arch }: Platform, executable: string): string {
  return `${executable}_${os}_${arch}${os === 'windows' ? '.exe' : ''}`;
}
