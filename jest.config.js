/**
 * Unit tests (no broker, instant); broker tests (a real cluster each run, one file at a time); the same once more on Kafka 4
 * without ZooKeeper; lessons and drills, each file on a cluster of its own; and what `npm test` leaves out: more drills, for
 * their length, and comparisons with other tools (Kafka's own scripts are slow to start, others have to be installed) and
 * practice clusters under Docker.
 */
const typescript = {
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, diagnostics: false }] },
  testEnvironment: 'node',
  rootDir: 'src',
};

const lessonsAndDrills = 'commands/(learn|drill)/.*';

const onOwnCluster = { ...typescript, globalSetup: '<rootDir>/../scripts/own-cluster-setup.js' };

const onCluster = {
  ...typescript,
  globalSetup: '<rootDir>/../scripts/broker-setup.js',
  globalTeardown: '<rootDir>/../scripts/broker-teardown.js',
};

/** Broker tests that learn nothing new on Kafka 4. Whoever speaks to brokers is run on both. */
const onKafka3Only = [
  // About ZooKeeper, or on a cluster of their own that has one.
  'zookeeper/.*',
  'commands/cluster/.*',
  lessonsAndDrills,
  'commands/topics/health',
  'commands/consume-exact',
  'commands/monitor',
  'kafka/connection/(repairs|security)',
  // About this program more than about the brokers.
  'built-program',
  'cli/completion/.*',
  'menu/.*',
  'wire/requests/definitions',
];

export default {
  projects: [
    {
      ...typescript,
      displayName: 'unit',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['\\.(broker|kraft|peer|drill|docker|scripts)\\.test\\.ts$'],
    },
    {
      ...onCluster,
      displayName: 'broker',
      testMatch: ['**/*.broker.test.ts'],
      testPathIgnorePatterns: [`/src/${lessonsAndDrills}`],
    },
    {
      ...onOwnCluster,
      displayName: 'practice',
      testMatch: ['**/commands/{learn,drill}/*.broker.test.ts'],
    },
    {
      ...onCluster,
      displayName: 'kraft',
      testMatch: ['**/*.broker.test.ts', '**/*.kraft.test.ts'],
      testPathIgnorePatterns: onKafka3Only.map((path) => `/src/(commands/)?${path}\\.broker\\.test\\.ts$`),
    },
    // `npm run test:scripts`: each of Kafka's own scripts is a JVM to start.
    { ...onCluster, displayName: 'scripts', testMatch: ['**/*.scripts.test.ts'] },
    { ...onCluster, displayName: 'scripts-kraft', testMatch: ['**/*.scripts.test.ts'] },
    { ...onCluster, displayName: 'peers', testMatch: ['**/*.peer.test.ts'] },
    // `npm run test:drills`: minutes, each with a cluster of its own.
    { ...onOwnCluster, displayName: 'drills', testMatch: ['**/*.drill.test.ts'] },
    // `npm run test:docker`: with a Docker engine.
    { ...typescript, displayName: 'docker', testMatch: ['**/*.docker.test.ts'] },
  ],
};
