/**
 * Unit tests (no broker, instant), broker tests (a real cluster each run, one file at a time), and comparisons with
 * other tools on the same kind of cluster, which `npm test` leaves out because they have to be installed.
 */
const typescript = {
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, diagnostics: false }] },
  testEnvironment: 'node',
  rootDir: 'src',
};

const onCluster = {
  ...typescript,
  globalSetup: '<rootDir>/../scripts/broker-setup.js',
  globalTeardown: '<rootDir>/../scripts/broker-teardown.js',
};

export default {
  projects: [
    {
      ...typescript,
      displayName: 'unit',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['\\.(broker|peer|drill)\\.test\\.ts$'],
    },
    { ...onCluster, displayName: 'broker', testMatch: ['**/*.broker.test.ts'] },
    { ...onCluster, displayName: 'peers', testMatch: ['**/*.peer.test.ts'] },
    // `npm run test:drills`: minutes, each with a cluster of its own.
    { ...typescript, displayName: 'drills', testMatch: ['**/*.drill.test.ts'] },
  ],
};
