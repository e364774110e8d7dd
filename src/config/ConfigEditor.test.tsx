import type { DataSourceSettings } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { ConfigEditor } from './ConfigEditor';
import type { HistodriftSettings } from './settings';

type Options = DataSourceSettings<HistodriftSettings, Record<string, string>>;

const blank = {
  id: 1,
  uid: 'h',
  name: 'Histodrift',
  type: 'histodrift-divergence-datasource',
  url: 'http://localhost:9090',
  basicAuth: false,
  readOnly: false,
  jsonData: {},
  secureJsonFields: {},
} as unknown as Options;

function setUp(patch: Partial<Options> = {}) {
  const onOptionsChange = jest.fn();
  function Host() {
    const [options, setOptions] = useState<Options>({ ...blank, ...patch });
    const change = (next: DataSourceSettings<HistodriftSettings>) => {
      onOptionsChange(next);
      setOptions(next as Options);
    };
    return <ConfigEditor options={options} onOptionsChange={change} />;
  }
  render(<Host />);
  return { user: userEvent.setup(), last: (): Options => onOptionsChange.mock.lastCall?.[0] };
}

test.each<[string, string, keyof HistodriftSettings, unknown]>([
  ['Scrape interval', '30s', 'timeInterval', '30s'],
  ['Query timeout', '2m', 'queryTimeout', '2m'],
  ['Timeout in seconds', '45', 'timeout', 45],
])('%s is kept under the key of the Prometheus data source', async (label, text, key, value) => {
  const { user, last } = setUp();
  await user.type(screen.getByLabelText(label), text);
  expect(last().jsonData).toEqual({ [key]: value });
  await user.clear(screen.getByLabelText(label));
  expect(JSON.parse(JSON.stringify(last().jsonData))).toEqual({});
});

test('few events can be hidden from all queries', async () => {
  const { user, last } = setUp();
  await user.type(screen.getByLabelText('Hide bins below'), '10');
  expect(last().jsonData).toEqual({ suppressBelow: 10 });
  await user.type(screen.getByLabelText('Hide bins below'), '.5');
  expect(screen.getByText('Use a whole number from 0 to 1000000.')).toBeVisible();
  await user.clear(screen.getByLabelText('Hide bins below'));
  expect(JSON.parse(JSON.stringify(last().jsonData))).toEqual({});
});

test('the HTTP method is POST until another is chosen', async () => {
  const { user, last } = setUp();
  const method = within(screen.getByRole('radiogroup', { name: 'HTTP method' }));
  expect(method.getByLabelText('POST')).toBeChecked();
  await user.click(method.getByLabelText('GET'));
  expect(last().jsonData).toEqual({ httpMethod: 'GET' });
});

test('the address of the server', async () => {
  const { user, last } = setUp({ url: '' });
  await user.type(screen.getByLabelText('Data source connection URL'), 'x');
  expect(last().url).toBe('x');
});

test('a duration that is none is said at once', async () => {
  const { user } = setUp();
  await user.type(screen.getByLabelText('Scrape interval'), '15');
  expect(screen.getByRole('alert')).toHaveTextContent('not a duration');
});

test('TLS, cookies and headers are where Grafana’s backend looks for them', async () => {
  const { user, last } = setUp();
  await user.click(screen.getByLabelText('Skip TLS certificate validation'));
  await user.type(screen.getByPlaceholderText(/New cookie/), 'session{Enter}');
  expect(last().jsonData).toEqual({ tlsSkipVerify: true, keepCookies: ['session'] });
});

test('the password is secret', async () => {
  const { user, last } = setUp({ basicAuth: true });
  await user.type(screen.getByPlaceholderText('User'), 'u');
  await user.type(screen.getByPlaceholderText('Password'), 'p');
  expect(last()).toMatchObject({ basicAuth: true, basicAuthUser: 'u', secureJsonData: { basicAuthPassword: 'p' } });
});

test('a provisioned data source can’t be changed', () => {
  setUp({ readOnly: true, jsonData: { timeInterval: '15s' } });
  const inputs = [
    screen.getByLabelText('Data source connection URL'),
    screen.getByLabelText('Timeout in seconds'),
    screen.getByLabelText('Scrape interval'),
    screen.getByLabelText('Query timeout'),
    ...within(screen.getByRole('radiogroup', { name: 'HTTP method' })).getAllByRole('radio'),
  ];
  inputs.forEach((input) => expect(input).toBeDisabled());
});
