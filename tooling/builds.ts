import path from 'node:path';

import { root, run } from './processes';

/** Folder for what is built to be run here; never shipped. */
export const buildFolder = path.join(root, '.build');

/** Builds the plugin's frontend into dist/. */
export function buildFrontend(): void {
  run('npm', ['run', '--silent', 'build', '--', '--stats', 'errors-warnings']);
}

/** Builds the plugin's backend for a platform into dist/, as Grafana looks for it. */
export function buildBackend(os: string, arch: string): void {
  const suffix = os === 'windows' ? '.exe' : '';
  run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', `dist/gpx_histodrift_${os}_${arch}${suffix}`, './pkg'], {
    env: { ...process.env, GOOS: os, GOARCH: arch, CGO_ENABLED: '0' },
  });
}

/** Builds the lab and returns its path. */
export function buildLab(os = goOS(), arch = goArch()): string {
  const binary = path.join(buildFolder, `lab_${os}_${arch}`);
  run('go', ['build', '-trimpath', '-o', binary, './cmd/lab'], {
    cwd: path.join(root, 'lab'),
    env: { ...process.env, GOOS: os, GOARCH: arch, CGO_ENABLED: '0' },
  });
  return binary;
}

/** Builds the lab's page and returns its folder. */
export function buildPage(): string {
  run('npm', ['run', '--silent', 'build:page', '--', '--stats', 'errors-warnings']);
  return path.join(root, 'lab', 'page', 'dist');
}

/** Go's name of this operating system. */
export function goOS(): string {
  return process.platform === 'win32' ? 'windows' : process.platform;
}

/** Go's name of this processor. */
export function goArch(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}
