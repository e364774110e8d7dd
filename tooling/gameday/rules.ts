import type { Server } from './http';
import { have, type Labels } from './labels';

/** One alert of a rule, which Grafana calls an instance. */
export interface Instance {
  labels: Labels;
  annotations: Labels;
  /** Such as Normal, Pending, Alerting, Recovering, NoData or Error; a reason may follow in brackets. */
  state: string;
}

/** An alert rule with the state of its instances. */
export interface Rule {
  uid: string;
  name: string;
  severity: string;
  /** Why the last evaluation failed, if it did. */
  error?: string;
  instances: Instance[];
}

interface ListedRule {
  uid?: string;
  name?: string;
  type?: string;
  health?: string;
  lastError?: string;
  labels?: Labels;
  alerts?: Array<Partial<Instance>> | null;
}

/** All alert rules of a Grafana. */
export async function readRules(grafana: Server): Promise<Rule[]> {
  const answer = (await grafana.ask('GET', '/api/prometheus/grafana/api/v1/rules')) as {
    data?: { groups?: Array<{ rules?: ListedRule[] }> };
  };
  return (answer.data?.groups ?? []).flatMap((group) => (group.rules ?? []).filter(alerts).map(ruleOf));
}

const alerts = (rule: ListedRule) => rule.type !== 'recording';

function ruleOf(listed: ListedRule): Rule {
  return {
    uid: listed.uid ?? '',
    name: listed.name ?? '',
    severity: listed.labels?.severity ?? '',
    error: listed.health === 'error' ? (listed.lastError ?? 'without a reason') : undefined,
    instances: (listed.alerts ?? []).map(({ labels = {}, annotations = {}, state = '' }) => ({
      labels,
      annotations,
      state,
    })),
  };
}

/** States of an instance, from the most to the least urgent. */
const ranks = ['firing', 'recovering', 'pending', 'error', 'no data', 'quiet'] as const;
export type State = (typeof ranks)[number];

/** What an instance's state means. "Alerting (Error)" and the like are no finding: the rule could not look. */
export function stateOf(instance: Instance): State {
  const state = instance.state.toLowerCase();
  if (/error/.test(state)) {
    return 'error';
  }
  if (/no ?data/.test(state)) {
    return 'no data';
  }
  switch (state.split(' ')[0]) {
    case 'alerting':
    case 'firing':
      return 'firing';
    case 'recovering':
      return 'recovering';
    case 'pending':
      return 'pending';
    default:
      return 'quiet';
  }
}

/** The most urgent of a rule's instances with some labels; undefined if there is none. */
export function foremost(rule: Rule, wanted: Labels): { instance: Instance; state: State } | undefined {
  return rule.instances
    .filter((instance) => have(instance.labels, wanted))
    .map((instance) => ({ instance, state: stateOf(instance) }))
    .sort((a, b) => ranks.indexOf(a.state) - ranks.indexOf(b.state))[0];
}

/** A page that fires. */
export interface Page {
  uid: string;
  name: string;
  labels: Labels;
}

/** All instances that fire of rules that wake somebody. */
export function firingPages(rules: Rule[]): Page[] {
  return rules
    .filter((rule) => rule.severity === 'page')
    .flatMap(({ uid, name, instances }) =>
      instances
        .filter((instance) => stateOf(instance) === 'firing')
        .map((instance) => ({ uid, name, labels: instance.labels }))
    );
}
