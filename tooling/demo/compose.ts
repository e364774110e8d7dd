import { buildBackend, buildFrontend, buildLab, goArch } from '../builds';
import { Processes, run } from '../processes';

/** Grafana and Prometheus in containers; see docker-compose.yaml. */
export async function compose(): Promise<void> {
  const port = process.env.PORT ?? '3000';
  console.log('Docker runs: building the plugin and the lab for its containers …');
  buildFrontend();
  buildBackend('linux', goArch());
  buildLab('linux', goArch());
  const env = { ...process.env, PORT: port, ARCH: goArch() };
  const processes = new Processes();
  processes.start('docker', ['compose', 'up'], { env });
  console.log(`Grafana will show the demo: http://127.0.0.1:${port}/d/histodrift-checkout  (Ctrl-C ends it)`);
  await processes.ended();
  run('docker', ['compose', 'down', '--volumes', '--remove-orphans'], { env });
}
