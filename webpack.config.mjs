import CopyPlugin from 'copy-webpack-plugin';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const { id, includes, info } = JSON.parse(readFileSync(path.join(root, 'src/plugin.json'), 'utf8'));
const dashboards = includes.filter(({ type }) => type === 'dashboard').map((dashboard) => dashboard.path);

/** Compiles TypeScript; the page in lab/page uses the same rule. */
export const typescript = {
  test: /\.tsx?$/,
  exclude: /node_modules/,
  loader: 'swc-loader',
  options: {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic' } },
    },
  },
};

/** Modules that Grafana shares with its plugins. */
const externals = [
  '@emotion/css',
  '@emotion/react',
  'i18next',
  'lodash',
  'moment',
  'prismjs',
  'react',
  // Without these the plugin would bring a JSX runtime of its own, which breaks when Grafana moves to another React.
  'react/jsx-runtime',
  'react/jsx-dev-runtime',
  'react-dom',
  'rxjs',
  /^@grafana\/(data|runtime|ui)(\/|$)/,
];

// A package is of the day of its commit, so that it can be built again.
const built = process.env.SOURCE_DATE_EPOCH ? new Date(process.env.SOURCE_DATE_EPOCH * 1000) : new Date();

/** @type {(content: Buffer) => string} */
const stamp = (content) =>
  content.toString().replaceAll('%VERSION%', version).replaceAll('%TODAY%', built.toISOString().slice(0, 10));

export default (_env, { mode }) => ({
  context: path.join(root, 'src'),
  entry: { module: './module.ts' },
  devtool: mode === 'production' ? 'source-map' : 'eval-source-map',
  externals,
  module: { rules: [typescript] },
  resolve: { extensions: ['.tsx', '.ts', '.js'] },
  output: {
    path: path.join(root, 'dist'),
    library: { type: 'amd' },
    publicPath: `public/plugins/${id}/`,
    uniqueName: id,
    // The backend's binaries are built into the same folder.
    clean: { keep: /gpx_histodrift|go_plugin_build_manifest/ },
  },
  performance: { hints: false },
  plugins: [
    new CopyPlugin({
      patterns: [
        { from: 'plugin.json', transform: stamp },
        { from: 'img', to: 'img' },
        // The pictures of the docs are the screenshots in the catalogue.
        ...info.screenshots.map(({ path: to }) => ({ from: `../docs/pictures/${path.basename(to)}`, to })),
        // Grafana offers these on the data source's page; the demo provisions the same files.
        ...dashboards.map((file) => ({ from: `../provisioning/${file}`, to: file })),
        ...['README.md', 'CHANGELOG.md', 'LICENSE'].map((file) => ({ from: `../${file}`, noErrorOnMissing: true })),
      ],
    }),
  ],
});
