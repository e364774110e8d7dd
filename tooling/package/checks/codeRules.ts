import { ownSources } from '../ownSources';
import type { Check } from '../subject';

const rules: Array<[RegExp, string]> = [
  [/\bconsole\.(log|info|table|dir|group|time|trace|count)\b/, 'writes to the console'],
  [/\bwindow\.(grafanaBootData|grafanaRuntime|__grafana\w+)/, "reaches into Grafana's window"],
  [/__SECRET_INTERNALS|__CLIENT_INTERNALS/, "reaches into React's internals"],
  [/\bwindow\.(alert|confirm|prompt)\(|(^|[^.\w])(alert|confirm|prompt)\(/m, "opens the browser's own dialogs"],
  [/\bwindow\.location\b|\bdocument\.location\b/, "goes round Grafana's locationService"],
  [/\bwindow\.open\((?![^)]*noopener,\s*noreferrer)/, 'opens a window that can reach back'],
  [/\bgf-form\b/, 'uses style classes that Grafana takes out'],
  [/@ts-(ignore|expect-error|nocheck)/, 'silences the type checker'],
  [/import\s+['"][^'"]+\.(css|scss|less)['"]/, 'loads style sheets that reach beyond the plugin'],
  [/\/api\/ds\/query/, 'asks /api/ds/query by itself'],
  [/\btestDatasource\s*\(/, 'tests the data source in the browser instead of the backend'],
  [/\bdangerouslySetInnerHTML\b|\.innerHTML\s*=/, 'writes HTML of its own'],
];

/** The frontend's own code keeps to what the catalogue's review allows. */
export const codeRules: Check = (subject) =>
  [...ownSources(subject)].flatMap(([path, text]) =>
    rules.filter(([form]) => form.test(text)).map(([, what]) => `src/${path} ${what}.`)
  );
