// Counts the false pages of alert rules by simulation, and how soon they tell a true drift; --write writes the tables of
// docs/false-pages.md.
import path from 'node:path';

import { root, run } from './processes';

run('go', ['run', './pages', ...process.argv.slice(2)], { cwd: path.join(root, 'lab') });
