import { printable } from './labels';

/** A failure that needs no trace: its message says what to do. */
export class Unusable extends Error {}

/** What is used of an answer. */
export interface Answer {
  ok: boolean;
  status: number;
  text(): Promise<string>;
}

export type Fetch = (
  url: string,
  init?: { method?: string; headers?: Record<string, string>; body?: string }
) => Promise<Answer>;

/** A server that is asked for JSON. */
export class Server {
  constructor(
    private readonly name: string,
    private readonly base: string,
    private readonly fetch: Fetch,
    private readonly hint: string,
    private readonly headers: Record<string, string> = {}
  ) {}

  /** Asks, and fails with a message that names server, path and reason. */
  async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const url = this.base.replace(/\/+$/, '') + path;
    const init = {
      method,
      headers: { ...this.headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    };
    let answer: Answer;
    let text: string;
    try {
      answer = await this.fetch(url, init);
      text = await answer.text();
    } catch (error) {
      throw new Unusable(`${this.name} does not answer at ${url} (${reason(error)}): ${this.hint}`);
    }
    if (!answer.ok) {
      throw new Unusable(`${this.name} answers ${answer.status} to ${method} ${url}: ${printable(text).slice(0, 300)}`);
    }
    try {
      return JSON.parse(text);
    } catch {
      throw new Unusable(`${this.name} does not answer ${method} ${url} with JSON: ${this.hint}`);
    }
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
