import grafana from '@grafana/eslint-config/flat.js';
import { defineConfig } from 'eslint/config';

export default defineConfig([
  { ignores: ['**/dist/', '**/node_modules/', 'coverage/'] },
  ...grafana,
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    rules: {
      // TypeScript checks the props, and JSX brings its own import.
      'react/prop-types': 'off',
      'react/react-in-jsx-scope': 'off',
      '@typescript-eslint/no-deprecated': 'error',
    },
  },
  {
    // The newer schema of dashboards can't be provisioned from files in Grafana 12.
    files: ['src/dashboards/**/*.ts'],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
]);
