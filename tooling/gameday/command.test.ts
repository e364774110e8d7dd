import { command } from './command';
import { type Drill, drills } from './drills';
import { Unusable } from './http';

const minute = 60_000;
const begin = Date.UTC(2026, 10, 20, 12);

interface FakeInstance {
  labels: Record<string, string>;
  annotations?: Record<string, string>;
  state: string;
}

/** A Grafana, a lab and a clock that only sleep moves. */
class Stage {
  clock = begin;
  lines: string[] = [];
  /** Drifts that are injected, with the moment they began. */
  injected = new Map<string, number>();
  asked: string[] = [];
  authorizations = new Set<string | undefined>();
  notifications: unknown[] = [];
  /** Instances of rules that fire for other reasons, by UID. */
  others: Record<string, (stage: Stage) => FakeInstance[]> = {};
  /** What the Grafana has rules for. */
  known: Drill[] = [...drills];
  /** Rules that the Grafana does not have. */
  missing: string[] = [];
  errors: Record<string, string> = {};
  /** How long after the injection the rule of a drift is pending and firing. */
  delays = { pending: 5 * minute, firing: 12 * minute };
  deaf = false;
  down: () => boolean = () => false;

  async run(...args: string[]): Promise<number> {
    return command(args, this.env, {
      fetch: async (url, init) => this.fetch(url, init?.method ?? 'GET', init?.body, init?.headers),
      now: () => this.clock,
      sleep: async (milliseconds) => {
        this.clock += milliseconds;
        this.slept();
      },
      print: (line) => this.lines.push(...line.split('\n')),
    });
  }

  env: Record<string, string> = { GRAFANA_URL: 'http://grafana/', LAB_URL: 'http://lab' };
  slept = () => {};

  get text(): string {
    return this.lines.join('\n');
  }

  private fetch(url: string, method: string, body = '', headers: Record<string, string> = {}) {
    this.asked.push(`${method} ${url} ${body}`.trim());
    if (this.down()) {
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    }
    const { pathname, searchParams, host } = new URL(url);
    if (host === 'grafana') {
      this.authorizations.add(headers.Authorization);
      return json({ status: 'success', data: { groups: [{ rules: this.rules() }, { rules: null }] } });
    }
    if (pathname === '/lab/scenarios') {
      const names = drills.flatMap(({ drifts }) => drifts);
      return json({ scenarios: [{ metrics: [{ drifts: names.map((name) => ({ name })) }] }] });
    }
    if (pathname === '/lab/alerts') {
      return json({ notifications: this.notifications, dropped: 0 });
    }
    if (method === 'POST') {
      this.injected.set(JSON.parse(body).drift, this.clock);
    } else {
      this.injected.delete(searchParams.get('drift')!);
    }
    return json({ now: '', injections: [] });
  }

  private rules() {
    return this.known
      .filter(({ rule }) => !this.missing.includes(rule))
      .map(({ rule, labels, drifts }) => ({
        uid: rule,
        name: `Rule ${rule}`,
        type: 'alerting',
        state: 'inactive',
        health: this.errors[rule] ? 'error' : 'ok',
        lastError: this.errors[rule],
        labels: { severity: rule.startsWith('histodrift-page-') ? 'page' : 'ticket' },
        alerts: [
          { labels: { ...labels, service: 'quiet' }, annotations: {}, state: 'Normal' },
          {
            labels: { alertname: `Rule ${rule}`, ...labels },
            annotations: { summary: `It moved\nby \u001b[31m0.4 nats.` },
            state: this.stateFor(drifts),
          },
          ...(this.others[rule]?.(this) ?? []),
        ],
      }));
  }

  private stateFor(drifts: string[]): string {
    const since = Math.min(...drifts.map((drift) => this.clock - (this.injected.get(drift) ?? this.clock)));
    if (this.deaf || since < this.delays.pending) {
      return 'Normal';
    }
    return since < this.delays.firing ? 'Pending' : 'Alerting';
  }
}

const json = (content: unknown) => ({ ok: true, status: 200, text: async () => JSON.stringify(content) });

let stage: Stage;
beforeEach(() => (stage = new Stage()));

it('injects the usual drifts one after the other and tells how soon each rule fired', async () => {
  stage.slept = () => {
    if (stage.clock === begin + 13 * minute && stage.notifications.length === 0) {
      stage.notifications = [
        notification('2026-11-20T12:12:30Z', 'firing', { alertname: 'Rule histodrift-page-service', service: 'cart' }),
        notification('2026-11-20T12:12:40Z', 'resolved', {
          alertname: 'Rule histodrift-page-service',
          service: 'cart',
        }),
        notification('2026-11-20T12:12:50Z', 'firing', {
          alertname: 'Rule histodrift-page-service',
          service: 'search',
        }),
        notification('2026-11-20T11:59:59Z', 'firing', { alertname: 'Rule histodrift-page-service', service: 'cart' }),
      ];
    }
  };
  expect(await stage.run()).toBe(0);
  const changes = stage.asked.filter((line) => /^(POST|DELETE)/.test(line));
  expect(changes).toEqual([
    'POST http://lab/lab/inject {"drift":"cart-slow","for":"43m"}',
    'POST http://lab/lab/inject {"drift":"cart-errors","for":"43m"}',
    'DELETE http://lab/lab/inject?drift=cart-slow',
    'DELETE http://lab/lab/inject?drift=cart-errors',
    'POST http://lab/lab/inject {"drift":"device-farm","for":"43m"}',
    'DELETE http://lab/lab/inject?drift=device-farm',
    'POST http://lab/lab/inject {"drift":"password-spraying","for":"43m"}',
    'DELETE http://lab/lab/inject?drift=password-spraying',
  ]);
  expect(stage.injected.size).toBe(0);
  const table = stage.lines.slice(stage.lines.findIndex((line) => line.startsWith('drift ')));
  expect(table).toHaveLength(6);
  expect(table[0].split(/ {2,}/)).toEqual([
    'drift',
    'injected at',
    'rule',
    'state',
    'labels',
    'time to fire',
    'notifications',
    'summary',
  ]);
  expect(table[1].split(/ {2,}/)).toEqual([
    'cart-slow, cart-errors',
    '2026-11-20T12:00:00Z',
    'histodrift-page-service',
    'firing',
    '{alertname="Rule histodrift-page-service", service="cart"}',
    '12 min 0 s',
    '1 by On-call',
    'It moved by [31m0.4 nats.',
  ]);
  expect(table[2]).toMatch(/^device-farm .* none /);
  expect(table[5]).toBe('3 of 3 rules fired; 0 other pages fired.');
  expect(stage.text).toContain('12:05:00  cart-slow, cart-errors: pending after 5 min 0 s');
  expect(stage.lines.filter((line) => /cart-errors: (quiet|pending|firing) after/.test(line))).toHaveLength(13);
});

it('plays all at the same time when told', async () => {
  expect(await stage.run('--together')).toBe(0);
  const changes = stage.asked.map((line) => line.split(' ')[0]).filter((method) => method !== 'GET');
  expect(changes.slice(0, 4)).toEqual(['POST', 'POST', 'POST', 'POST']);
});

it('plays the drill of a drift that is named, with its companions', async () => {
  expect(await stage.run('model-errors', '--limit', '20')).toBe(0);
  expect(stage.asked.filter((line) => line.startsWith('POST'))).toEqual([
    'POST http://lab/lab/inject {"drift":"inputs-shift","for":"23m"}',
    'POST http://lab/lab/inject {"drift":"model-errors","for":"23m"}',
  ]);
});

it('fails when a rule does not fire in time, and stops what it injected', async () => {
  stage.deaf = true;
  expect(await stage.run('device-farm', '--limit', '7')).toBe(1);
  expect(stage.clock).toBe(begin + 7 * minute);
  expect(stage.text).toContain('device-farm: has not fired within 7 min; it is quiet');
  expect(stage.text).toContain('0 of 1 rules fired');
  expect(stage.injected.size).toBe(0);
});

it('fails when a page fires that should not, and once only', async () => {
  const search = { labels: { alertname: 'Rule', service: 'search' }, state: 'Alerting' };
  stage.others['histodrift-page-service'] = ({ clock }) => (clock > begin + 3 * minute ? [search] : []);
  expect(await stage.run('cart-slow')).toBe(1);
  expect(stage.lines.filter((line) => line.startsWith('A page that should not'))).toHaveLength(1);
  expect(stage.text).toContain('Should not have fired: histodrift-page-service {alertname="Rule", service="search"}');
  expect(stage.text).toContain('1 of 1 rules fired; 1 other page fired.');
});

it.each([
  ['a page that fired before', 'histodrift-page-canary', { service: 'payment' }, 0],
  ['a page about the same trouble', 'histodrift-page-burn', { service: 'cart' }, 3],
  ['a ticket', 'histodrift-etl-nulls', { table: 'orders' }, 3],
])('does not mind %s', async (_, uid, labels, after) => {
  stage.known.push({ drifts: [], rule: 'histodrift-page-burn', labels: {} });
  stage.others[uid] = ({ clock }) => (clock >= begin + after * minute ? [{ labels, state: 'Alerting' }] : []);
  expect(await stage.run('cart-slow')).toBe(0);
  expect(stage.text).toContain('1 of 1 rules fired; 0 other pages fired.');
});

it.each([
  ['Alerting', 'it is firing already: begin when it is quiet'],
  ['Pending', 'it is pending already: begin when it is quiet'],
  ['Recovering', 'it is recovering already: begin when it is quiet'],
])('injects nothing when the rule is %s', async (state, reason) => {
  stage.others['histodrift-new-devices'] = () => [{ labels: { merchant: 'market' }, state }];
  expect(await stage.run('device-farm')).toBe(1);
  expect(stage.text).toContain(`not played, as ${reason}`);
  expect(stage.asked.filter((line) => line.startsWith('POST'))).toEqual([]);
});

it('says what is in the way of a drill', async () => {
  stage.missing = ['histodrift-new-devices'];
  stage.errors = { 'histodrift-auth-mix': 'data source is gone' };
  expect(await stage.run('--check')).toBe(1);
  expect(stage.lines).toEqual([
    'cart-slow, cart-errors: histodrift-page-service has to fire for {service="cart"} within 40 min – ready',
    'device-farm: histodrift-new-devices has to fire for {merchant="market"} within 40 min – Grafana has no such rule: is it provisioned?',
    'password-spraying: histodrift-auth-mix has to fire for {realm="customers"} within 40 min – the rule can\'t be evaluated: data source is gone',
    'Nothing was injected.',
  ]);
  expect(stage.asked.filter((line) => !line.startsWith('GET'))).toEqual([]);
});

it('does not take an alert without data for one that fires', async () => {
  stage.deaf = true;
  stage.others['histodrift-new-devices'] = ({ clock }) =>
    clock > begin + minute ? [{ labels: { merchant: 'market' }, state: 'Alerting (NoData)' }] : [];
  expect(await stage.run('device-farm', '--limit', '5')).toBe(1);
  expect(stage.text).toContain('has not fired within 5 min; it is no data');
});

it('goes on when a server is away for a while', async () => {
  stage.down = () => stage.clock > begin + 2 * minute && stage.clock < begin + 4 * minute;
  expect(await stage.run('device-farm')).toBe(0);
  expect(stage.text).toContain(
    'device-farm: Grafana does not answer at http://grafana/api/prometheus/grafana/api/v1/rules (connect ECONNREFUSED)'
  );
});

it('stops what it injected when it is broken off', async () => {
  stage.slept = () => {
    throw new Unusable('Broken off.');
  };
  expect(await stage.run()).toBe(1);
  expect(stage.lines.at(-1)).toBe('Broken off.');
  expect(stage.injected.size).toBe(0);
});

it('sends the token to Grafana', async () => {
  stage.env.GRAFANA_TOKEN = 'secret';
  await stage.run('--check');
  expect([...stage.authorizations]).toEqual(['Bearer secret']);
  expect(stage.text).not.toContain('secret');
});

it.each([
  [['rain'], 'No rule is known for the drift "rain". There are cart-errors, cart-slow, '],
  [['--limit', 'x'], '--limit x: give whole minutes'],
  [['--limit', '0'], '--limit 0: give whole minutes'],
  [['--quick'], 'Usage: npm run gameday'],
])('explains wrong arguments: %s', async (args, message) => {
  expect(await stage.run(...args)).toBe(1);
  expect(stage.text).toContain(message);
  expect(stage.asked).toEqual([]);
});

it('explains how to use it', async () => {
  expect(await stage.run('--help')).toBe(0);
  expect(stage.text).toContain('GRAFANA_URL');
});

it('says how to reach servers that are not there', async () => {
  stage.down = () => true;
  expect(await stage.run()).toBe(1);
  expect(stage.text).toBe(
    'The lab does not answer at http://lab/lab/scenarios (connect ECONNREFUSED): start it by npm run demo, or set LAB_URL'
  );
});

function notification(received: string, status: string, labels: Record<string, string>) {
  return { received, receiver: 'On-call', alerts: [{ status, labels }] };
}
