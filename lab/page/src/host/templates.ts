import type { TemplateSrv } from '@grafana/runtime';

/** The page has no dashboard, and so no variables. */
export const templates: TemplateSrv = {
  getVariables: () => [],
  replace: (target = '') => target,
  containsTemplate: () => false,
  updateTimeRange: () => {},
};
