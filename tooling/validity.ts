// Measures by simulation what the confidence bands keep, and writes the tables of docs/validity.md.
import path from 'node:path';

import { root, run } from './processes';

run('go', ['run', './validity', ...process.argv.slice(2)], { cwd: path.join(root, 'lab') });
