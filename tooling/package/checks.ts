import { changelog } from './checks/changelog';
import { codeRules } from './checks/codeRules';
import { dependencies } from './checks/dependencies';
import { discoverability } from './checks/discoverability';
import { executables } from './checks/executables';
import { externals } from './checks/externals';
import { goManifest } from './checks/goManifest';
import { identity } from './checks/identity';
import { images } from './checks/images';
import { includes } from './checks/includes';
import { layout } from './checks/layout';
import { licence } from './checks/licence';
import { links } from './checks/links';
import { metadata } from './checks/metadata';
import { moduleFile } from './checks/moduleFile';
import { nestedPlugins } from './checks/nestedPlugins';
import { permissions } from './checks/permissions';
import { placeholders } from './checks/placeholders';
import { readme } from './checks/readme';
import { signature } from './checks/signature';
import { sourceMap } from './checks/sourceMap';
import { strayFiles } from './checks/strayFiles';
import { svg } from './checks/svg';
import { tracking } from './checks/tracking';
import { version } from './checks/version';
import type { Check } from './subject';

/** What is asked of a package, by name. */
export const checks: Record<string, Check> = {
  layout,
  'stray files': strayFiles,
  'nested plugins': nestedPlugins,
  metadata,
  placeholders,
  identity,
  version,
  dependencies,
  discoverability,
  links,
  images,
  svg,
  includes,
  readme,
  changelog,
  licence,
  executables,
  permissions,
  'go manifest': goManifest,
  module: moduleFile,
  externals,
  'source map': sourceMap,
  'code rules': codeRules,
  tracking,
  signature,
};
