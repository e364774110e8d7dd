// Dates in tests read the same everywhere.
process.env.TZ = 'UTC';

// Packages that ship only as ES modules, which jest has to compile.
const esModules = [
  '@grafana/schema',
  '@wojtekmaj/date-utils',
  'd3',
  'd3-color',
  'd3-force',
  'd3-interpolate',
  'd3-scale-chromatic',
  'get-user-locale',
  'marked',
  'memoize',
  'mimic-function',
  'ol',
  'react-calendar',
  'react-colorful',
  'rxjs',
  'uuid',
];

export default {
  testEnvironment: 'jsdom',
  // Nothing else runs at the same time.
  maxWorkers: '100%',
  // Menus of Grafana's components take seconds on a busy machine.
  testTimeout: 60_000,
  roots: [
    '<rootDir>/src',
    '<rootDir>/lab/page',
    '<rootDir>/test/provisioning',
    '<rootDir>/test/docs',
    '<rootDir>/tooling/replay',
    '<rootDir>/tooling/gameday',
  ],
  setupFiles: ['<rootDir>/src/testing/browser.ts'],
  setupFilesAfterEnv: ['<rootDir>/src/testing/library.ts'],
  moduleNameMapper: {
    '\\.css$': '<rootDir>/src/testing/style.ts',
    // Its browser build is an ES module.
    '^yaml$': '<rootDir>/node_modules/yaml/dist/index.js',
    '^react-inlinesvg$': '<rootDir>/src/testing/inlinesvg.tsx',
  },
  transform: {
    '^.+\\.(mjs|(t|j)sx?)$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
      },
    ],
  },
  transformIgnorePatterns: [`node_modules/(?!.*(${esModules.join('|')})/.*)`],
};
