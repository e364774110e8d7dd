import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { canaries } from './canary';
import { debug } from './debug';
import { postmortem } from './postmortem';
import { usecases } from './usecases';
import { views } from './views';

/** The dashboards that are written as code, by the name of their file in provisioning/dashboards. */
export const shipped: Record<string, () => Dashboard> = { canary: canaries, debug, postmortem, usecases, views };

/** A dashboard as its file holds it. Panels are numbered, so that alert rules can lead to them. */
export function textOf(dashboard: Dashboard): string {
  const panels = dashboard.panels?.map((panel, i) => ({ ...panel, id: i + 1 }));
  return `${JSON.stringify({ ...dashboard, panels }, null, 2)}\n`;
}
