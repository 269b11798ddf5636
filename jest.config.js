/**
 * A test says in its file's name what it needs. `x.test.ts`: no broker. `x.broker.test.ts`: a real cluster, once with
 * ZooKeeper and once without (Kafka 4). `x.zookeeper.test.ts`: only the cluster with ZooKeeper, since it is about ZooKeeper, or
 * more about this program than about brokers and would learn nothing new on Kafka 4. `x.kraft.test.ts`: only the one without.
 * `x.practice.test.ts`: starts practice clusters itself. The others are left out of `npm test`: more drills, for
 * their length; comparisons with other tools (Kafka's own scripts are slow to start, others have to be installed); practice
 * clusters under Docker.
 */
const typescript = {
  // One folder for what all of them compile.
  id: 'kafka-lab',
  extensionsToTreatAsEsm: ['.ts'],
  resolver: '<rootDir>/scripts/jest-resolver.js',
  transform: { '^.+\\.ts$': ['<rootDir>/scripts/ts-jest-once.js', { useESM: true, diagnostics: false }] },
  testEnvironment: '<rootDir>/scripts/test-environment.js',
  setupFilesAfterEnv: ['<rootDir>/scripts/equal-bytes.js'],
  roots: ['<rootDir>/src'],
};

const onOwnCluster = { ...typescript, globalSetup: '<rootDir>/scripts/own-cluster-setup.js' };

const onCluster = {
  ...typescript,
  globalSetup: '<rootDir>/scripts/broker-setup.js',
  globalTeardown: '<rootDir>/scripts/broker-teardown.js',
};

export default {
  projects: [
    {
      ...typescript,
      displayName: 'unit',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: [
        '\\.(broker|zookeeper|kraft|practice|peer|drill|docker|scripts|clients|referee|package)\\.test\\.ts$',
      ],
    },
    { ...onCluster, displayName: 'broker', testMatch: ['**/*.{broker,zookeeper}.test.ts'] },
    { ...onCluster, displayName: 'kraft', testMatch: ['**/*.{broker,kraft}.test.ts'] },
    { ...onOwnCluster, displayName: 'practice', testMatch: ['**/*.practice.test.ts'] },
    // `npm run test:scripts`: each of Kafka's own scripts is a JVM to start.
    { ...onCluster, displayName: 'scripts', testMatch: ['**/*.scripts.test.ts'] },
    { ...onCluster, displayName: 'scripts-kraft', testMatch: ['**/*.scripts.test.ts'] },
    // `npm run test:clients`: members of groups in Java, Python and Go, which have to be installed.
    { ...onCluster, displayName: 'clients', testMatch: ['**/*.clients.test.ts'] },
    { ...onCluster, displayName: 'clients-kraft', testMatch: ['**/*.clients.test.ts'] },
    // `npm run test:referees`: codecs compared with other languages' libraries, which have to be installed.
    { ...typescript, displayName: 'referees', testMatch: ['**/*.referee.test.ts'] },
    { ...onCluster, displayName: 'peers', testMatch: ['**/*.peer.test.ts'] },
    // `npm run test:drills`: minutes, each with a cluster of its own.
    { ...onOwnCluster, displayName: 'drills', testMatch: ['**/*.drill.test.ts'] },
    // `npm run test:package`: the packed tarball with each supported Node, which npm fetches.
    { ...onOwnCluster, displayName: 'package', testMatch: ['**/*.package.test.ts'] },
    // `npm run test:docker`: with a Docker engine.
    { ...onOwnCluster, displayName: 'docker', testMatch: ['**/*.docker.test.ts'] },
  ],
};
