/** Two projects: unit tests (no broker, instant) and broker tests (a real cluster each run, one file at a time). */
const typescript = {
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, diagnostics: false }] },
  testEnvironment: 'node',
  rootDir: 'src',
};

export default {
  projects: [
    {
      ...typescript,
      displayName: 'unit',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['\\.broker\\.test\\.ts$'],
    },
    {
      ...typescript,
      displayName: 'broker',
      testMatch: ['**/*.broker.test.ts'],
      globalSetup: '<rootDir>/../scripts/broker-setup.js',
      globalTeardown: '<rootDir>/../scripts/broker-teardown.js',
    },
  ],
};
