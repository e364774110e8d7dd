import { buildLab, buildPage } from '../builds';
import { Processes } from '../processes';

/** The lab's own page: the real query editor and query layer, without a Grafana. */
export async function page(): Promise<void> {
  const port = process.env.PORT ?? '3000';
  console.log('No Docker engine and no Grafana in use: building the lab and its own page …');
  const folder = buildPage();
  const args = ['page', '--listen', `127.0.0.1:${port}`, '--page', folder];
  if (process.env.PROMETHEUS_URL) {
    args.push('--prometheus', process.env.PROMETHEUS_URL);
  }
  const lab = buildLab();
  const processes = new Processes();
  processes.start(lab, args);
  await processes.ended();
}
