import { lastValueFrom } from 'rxjs';
import { backend } from './backend';

const answers = (status: number, text: string) =>
  jest.fn(async (_url: string, _init: RequestInit) => ({ ok: status < 400, status, text: async () => text }));

function answer(status: number, text: string) {
  const fetch = answers(status, text);
  Object.assign(window, { fetch });
  return fetch;
}

test('sends what Grafana’s front end sends', async () => {
  const fetch = answer(200, '{"results":{}}');
  const response = await lastValueFrom(
    backend.fetch({ url: '/api/ds/query', method: 'POST', data: { queries: [] }, headers: { 'X-Plugin-Id': 'h' } })
  );
  expect(response).toMatchObject({ status: 200, data: { results: {} } });
  expect(fetch).toHaveBeenCalledWith(
    '/api/ds/query',
    expect.objectContaining({ method: 'POST', body: '{"queries":[]}' })
  );
  expect(fetch.mock.calls[0][1].headers).toMatchObject({ 'X-Plugin-Id': 'h' });
});

test('puts parameters into the address', async () => {
  const fetch = answer(200, '{}');
  await lastValueFrom(backend.fetch({ url: '/metrics', params: { search: 'a b', limit: undefined } }));
  expect(fetch.mock.calls[0][0]).toBe('/metrics?search=a+b');
});

test.each([
  ['{"message":"no"}', { message: 'no' }],
  ['no JSON', { message: 'no JSON' }],
])('an answer that is an error becomes one: %s', async (text, data) => {
  answer(502, text);
  await expect(lastValueFrom(backend.fetch({ url: '/x' }))).rejects.toMatchObject({ status: 502, data });
});

test('aborts a request to which nobody listens, or whose signal says so', () => {
  const fetch = answer(200, '{}');
  backend.fetch({ url: '/x' }).subscribe().unsubscribe();
  const controller = new AbortController();
  backend.fetch({ url: '/y', abortSignal: controller.signal }).subscribe();
  controller.abort();
  expect(fetch.mock.calls.map(([, { signal }]) => signal?.aborted)).toEqual([true, true]);
});
