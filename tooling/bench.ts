// Prints ratios of the query layer's speed, measured in one run.
import path from 'node:path';

import { root, run } from './processes';

run('go', ['run', './bench', ...process.argv.slice(2)], { cwd: path.join(root, 'lab') });
