import { existsSync, mkdtempSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { buildBackend, buildFrontend, buildLab, goArch, goOS } from '../builds';
import { Processes, root } from '../processes';

const pluginID = 'histodrift-divergence-datasource';
const labURL = 'http://127.0.0.1:9095';

/** An installed Grafana, with the lab as its Prometheus and the provisioning files as they are. */
export async function grafana(home: string | undefined): Promise<void> {
  const server = findServer(home);
  const port = process.env.PORT ?? '3000';
  console.log(`Using the Grafana in ${server.home}: building the plugin and its world …`);
  buildFrontend();
  buildBackend(goOS(), goArch());
  const lab = process.env.PROMETHEUS_URL ? undefined : buildLab();

  const data = mkdtempSync(path.join(tmpdir(), 'histodrift-grafana-'));
  const plugins = path.join(data, 'plugins');
  mkdirSync(plugins);
  symlinkSync(path.join(root, 'dist'), path.join(plugins, pluginID));

  const processes = new Processes();
  const prometheus = process.env.PROMETHEUS_URL ?? labURL;
  if (lab) {
    processes.start(lab, ['--listen', new URL(prometheus).host]);
    await answers(`${prometheus}/-/ready`, processes);
  }
  processes.start(server.binary, ['server', '--homepath', server.home], {
    env: { ...process.env, ...settings(port, data, plugins, prometheus) },
    // Grafana's log is long; it is in the data folder while the demo runs.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (await answers(`http://127.0.0.1:${port}/api/health`, processes)) {
    console.log(`Grafana shows the demo: http://127.0.0.1:${port}/d/histodrift-checkout  (Ctrl-C ends it)`);
    console.log(`Its log: ${path.join(data, 'log', 'grafana.log')}`);
  }
  await processes.ended();
  rmSync(data, { recursive: true, force: true });
}

function findServer(home: string | undefined): { binary: string; home: string } {
  const binary = home && [path.join(home, 'bin', 'grafana'), '/usr/sbin/grafana'].find((file) => existsSync(file));
  if (!home || !binary) {
    console.error('No Grafana was found: set GRAFANA_HOME to the folder that holds bin/grafana.');
    process.exit(1);
  }
  return { binary, home };
}

function settings(port: string, data: string, plugins: string, prometheus: string): Record<string, string> {
  return {
    GF_SERVER_HTTP_ADDR: '127.0.0.1',
    GF_SERVER_HTTP_PORT: port,
    GF_PATHS_DATA: data,
    GF_PATHS_LOGS: path.join(data, 'log'),
    GF_PATHS_PLUGINS: plugins,
    GF_PATHS_PROVISIONING: path.join(root, 'provisioning'),
    GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS: pluginID,
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_AUTH_ANONYMOUS_ENABLED: 'true',
    GF_AUTH_ANONYMOUS_ORG_ROLE: 'Admin',
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_LOG_MODE: 'file',
    PROMETHEUS_URL: prometheus,
    // The lab's inbox; on another Prometheus nobody listens there.
    HISTODRIFT_ALERTS_URL: process.env.HISTODRIFT_ALERTS_URL ?? `${process.env.LAB_URL ?? labURL}/lab/alerts`,
    // Recording rules write to the Prometheus that is read.
    GF_RECORDING_RULES_ENABLED: 'true',
    GF_RECORDING_RULES_DEFAULT_DATASOURCE_UID: 'prometheus',
    GF_FEATURE_TOGGLES_ENABLE: 'grafanaManagedRecordingRules',
    HISTODRIFT_DASHBOARDS: path.join(root, 'provisioning', 'dashboards'),
  };
}

/** Waits until a URL answers; false if the processes ended before it did. */
async function answers(url: string, processes: Processes): Promise<boolean> {
  while (!processes.stopping) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}
