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

// What both kinds of tests have in common.
const common = {
  // Its browser build is an ES module.
  moduleNameMapper: { '^yaml$': '<rootDir>/node_modules/yaml/dist/index.js' },
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

export default {
  // Nothing else runs at the same time.
  maxWorkers: '100%',
  // Menus of Grafana's components take seconds on a busy machine.
  testTimeout: 60_000,
  projects: [
    {
      ...common,
      displayName: 'browser',
      testEnvironment: 'jsdom',
      roots: [
        '<rootDir>/src',
        '<rootDir>/lab/page',
        '<rootDir>/test/provisioning',
        '<rootDir>/test/docs',
        '<rootDir>/tooling/replay',
      ],
      setupFiles: ['<rootDir>/src/testing/browser.ts'],
      setupFilesAfterEnv: ['<rootDir>/src/testing/library.ts'],
      moduleNameMapper: {
        ...common.moduleNameMapper,
        '\\.css$': '<rootDir>/src/testing/style.ts',
        '^react-inlinesvg$': '<rootDir>/src/testing/inlinesvg.tsx',
      },
    },
    {
      ...common,
      displayName: 'tooling',
      testEnvironment: 'node',
      roots: ['<rootDir>/test/ci', '<rootDir>/tooling/package', '<rootDir>/tooling/gameday'],
    },
  ],
};
