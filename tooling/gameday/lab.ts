import type { Server } from './http';
import { have, type Labels } from './labels';

interface Scenarios {
  scenarios: Array<{ metrics: Array<{ drifts: Array<{ name: string }> }> }>;
}

/** A notification that the lab has received from Grafana. */
export interface Notification {
  received: string;
  receiver: string;
  alerts: Array<{ status: string; labels: Labels }>;
}

/** The lab that the drifts are injected into. */
export class Lab {
  constructor(private readonly server: Server) {}

  /** The names of all drifts. */
  async drifts(): Promise<string[]> {
    const { scenarios } = (await this.server.ask('GET', '/lab/scenarios')) as Scenarios;
    return scenarios.flatMap(({ metrics }) => metrics.flatMap(({ drifts }) => drifts.map(({ name }) => name)));
  }

  /** Makes a drift active for some minutes, from now on. */
  async inject(drift: string, minutes: number): Promise<void> {
    await this.server.ask('POST', '/lab/inject', { drift, for: `${minutes}m` });
  }

  /** Ends the injections of a drift. */
  async stop(drift: string): Promise<void> {
    await this.server.ask('DELETE', `/lab/inject?drift=${encodeURIComponent(drift)}`);
  }

  /** The contact points that have told since a moment that a rule fires for some labels, one for each notification. */
  async told(rule: string, labels: Labels, since: number): Promise<string[]> {
    const { notifications } = (await this.server.ask('GET', '/lab/alerts')) as { notifications: Notification[] };
    return notifications
      .filter(({ received }) => Date.parse(received) >= since)
      .filter(({ alerts }) =>
        alerts.some((one) => one.status === 'firing' && have(one.labels, { ...labels, alertname: rule }))
      )
      .map(({ receiver }) => receiver);
  }
}
