import CopyPlugin from 'copy-webpack-plugin';
import path from 'node:path';
import webpack from 'webpack';
import { typescript } from '../../webpack.config.mjs';

const here = path.dirname(new URL(import.meta.url).pathname);
const modules = path.join(here, '../../node_modules');

// What Grafana's components load from Grafana's server, under the paths that they expect. The page loads nothing else.
const fonts = {
  'inter/files/inter-latin-400-normal.woff2': 'inter/Inter-Regular.woff2',
  'inter/files/inter-latin-500-normal.woff2': 'inter/Inter-Medium.woff2',
  'inter/files/inter-latin-400-italic.woff2': 'inter/Inter-Italic.woff2',
  'inter/files/inter-latin-500-italic.woff2': 'inter/Inter-MediumItalic.woff2',
  'roboto-mono/files/roboto-mono-latin-400-normal.woff2':
    'roboto/L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ.woff2',
};

export default (_env, { mode }) => ({
  context: here,
  entry: { page: './src/main.tsx' },
  devtool: mode === 'production' ? false : 'eval-source-map',
  module: { rules: [typescript, { test: /\.css$/, use: ['style-loader', 'css-loader'] }] },
  resolve: { extensions: ['.tsx', '.ts', '.mjs', '.js'] },
  output: { path: path.join(here, 'dist'), clean: true },
  performance: { hints: false },
  plugins: [
    // The page speaks English.
    new webpack.IgnorePlugin({ resourceRegExp: /^\.\/locale$/, contextRegExp: /moment$/ }),
    new CopyPlugin({
      patterns: [
        { from: 'index.html' },
        { from: '../../src/img/logo.svg' },
        { from: path.join(modules, '@grafana/ui/dist/public/img/icons'), to: 'public/build/img/icons' },
        // Grafana brings this one itself.
        { from: 'icons', to: 'public/build/img/icons/unicons' },
        ...Object.entries(fonts).map(([from, to]) => ({
          from: path.join(modules, '@fontsource', from),
          to: `public/fonts/${to}`,
        })),
      ],
    }),
  ],
});
