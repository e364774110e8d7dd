import { DashboardBuilder, DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';

/** Where the documentation is. */
export const docs = 'https://github.com/histodrift/histodrift/blob/main/docs';

/** The dashboards in the order in which people go from "is there something" to "what is it". */
const trail = [
  { name: 'executive', title: 'Executive' },
  { name: 'oncall', title: 'On-call' },
  { name: 'debug', title: 'Debug' },
  { name: 'canary', title: 'Canary' },
  { name: 'tenants', title: 'Tenants' },
  { name: 'postmortem', title: 'Postmortem' },
  { name: 'review', title: 'Review' },
  { name: 'usecases', title: 'Use cases' },
];

/** A dashboard of the trail, with links to the others that keep time and choices. */
export function board(name: string, title: string, about: string): DashboardBuilder {
  const dashboard = new DashboardBuilder(title)
    .uid(`histodrift-${name}`)
    .tags(['histodrift'])
    .description(about)
    .timezone('browser')
    .refresh('1m');
  return trail
    .filter((other) => other.name !== name)
    .reduce((board, other) => board.link(to(other.name, other.title)), dashboard);
}

function to(name: string, title: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title)
    .type(DashboardLinkType.Link)
    .url(`/d/histodrift-${name}`)
    .icon('dashboard')
    .includeVars(true)
    .keepTime(true);
}

/** The link of a cell to another dashboard, which keeps time and choices and sets variables to what the row says. */
export function drill(title: string, name: string, set: Record<string, string>) {
  // A variable on its own is percent-encoded: it may hold anything.
  const encoded = (value: string) => value.replace(/^\$\{(\w+)\}$/, '${$1:percentencode}');
  const chosen = Object.entries(set).map(([variable, value]) => `var-${variable}=${encoded(value)}`);
  const kept = ['datasource', 'prometheus'].map((variable) => `\${${variable}:queryparam}`);
  return { title, url: `/d/histodrift-${name}?${['${__url_time_range}', ...kept, ...chosen].join('&')}` };
}
