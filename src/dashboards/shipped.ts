import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { canaries } from './canary';
import { debug } from './debug';
import { executive } from './executive';
import { oncall } from './oncall';
import { postmortem } from './postmortem';
import { allTenants } from './tenants';
import { usecases } from './usecases';
import { views } from './views';

/** The dashboards that are written as code, by the name of their file in provisioning/dashboards. */
export const shipped: Record<string, () => Dashboard> = {
  executive,
  oncall,
  debug,
  canary: canaries,
  tenants: allTenants,
  postmortem,
  usecases,
  views,
};

/** A dashboard as its file holds it. Panels are numbered, so that alert rules can lead to them. */
export function textOf(dashboard: Dashboard): string {
  const panels = dashboard.panels?.map((panel, i) => ({ ...panel, id: i + 1 }));
  return `${JSON.stringify({ ...dashboard, panels }, null, 2)}\n`;
}
