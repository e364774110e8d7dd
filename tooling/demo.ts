// Shows the plugin at work: in Grafana by Docker compose, in an installed Grafana, or on the lab's own page.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { compose } from './demo/compose';
import { grafana } from './demo/grafana';
import { page } from './demo/page';
import { succeeds } from './processes';

const stages = { compose, grafana: () => grafana(grafanaHome()), page };

try {
  await stages[chosen()]();
} catch (error) {
  // What failed has said why; a trace would only hide it.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function chosen(): keyof typeof stages {
  const wish = process.env.DEMO;
  if (wish !== undefined && wish !== '') {
    if (wish in stages) {
      return wish as keyof typeof stages;
    }
    console.error(`DEMO=${wish} is not known: use compose, grafana or page.`);
    process.exit(1);
  }
  if (succeeds('docker', ['info']) && succeeds('docker', ['compose', 'version'])) {
    return 'compose';
  }
  return grafanaHome() === undefined ? 'page' : 'grafana';
}

/** The folder of an installed Grafana: GRAFANA_HOME, or where the package of the grafana on PATH puts it. */
function grafanaHome(): string | undefined {
  const given = process.env.GRAFANA_HOME;
  if (given) {
    return given;
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).find((folder) => existsSync(join(folder, 'grafana')));
  return [onPath && join(onPath, '..'), '/usr/share/grafana', '/opt/homebrew/share/grafana'].find(
    (folder) => folder && onPath && existsSync(join(folder, 'conf', 'defaults.ini'))
  );
}
