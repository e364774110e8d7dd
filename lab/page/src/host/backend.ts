import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { type Observable, lastValueFrom, Observable as Source } from 'rxjs';

/** Calls the host as Grafana's front end calls Grafana: what the data source's base class needs of it. */
export const backend = {
  fetch,
  get: async <T>(url: string): Promise<T> => (await lastValueFrom(fetch<T>({ url }))).data,
} as BackendSrv;

/** One request; whoever stops listening aborts it. */
function fetch<T>(request: BackendSrvRequest): Observable<FetchResponse<T>> {
  return new Source((observer) => {
    const controller = new AbortController();
    const abort = () => controller.abort();
    request.abortSignal?.addEventListener('abort', abort);
    send<T>(request, controller.signal).then(
      (response) => {
        observer.next(response);
        observer.complete();
      },
      (error) => observer.error(error)
    );
    return () => {
      request.abortSignal?.removeEventListener('abort', abort);
      abort();
    };
  });
}

async function send<T>(request: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<T>> {
  const response = await window.fetch(urlOf(request), {
    method: request.method ?? 'GET',
    headers: { 'Content-Type': 'application/json', ...request.headers },
    body: request.data === undefined ? undefined : JSON.stringify(request.data),
    signal,
  });
  const data = await bodyOf(response);
  const { status, statusText, ok, headers, redirected, type, url } = response;
  if (!ok) {
    throw { status, statusText, data, config: request } satisfies FetchError;
  }
  return { data, status, statusText, ok, headers, redirected, type, url, config: request };
}

function urlOf({ url, params = {} }: BackendSrvRequest): string {
  const given = Object.entries(params).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
  return given.length > 0 ? `${url}?${query}` : url;
}

/** What is no JSON is shown as the message that it probably is. */
async function bodyOf(response: Response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}
