/** The cluster that scripts/broker-setup.js started for the broker tests. */
import { randomBytes } from 'node:crypto';
import type { ClusterMode } from '../../practice/cluster/state/cluster-plan.js';
import { runCli, type CliResult, type CliSettings } from '../program/run-cli.js';

export interface TestCluster {
  /** `localhost:PORT,…`, as for `-b`. */
  readonly bootstrapServers: string;
  /** Empty without one. */
  readonly zookeeper: string;
  readonly mode: ClusterMode;
  /** The URL of its schema registry, which no level of compatibility is set in. Shared as well: subjects need names of their own. */
  readonly registry: string;
}

/** Throws if there is none: a missing broker fails a test instead of skipping it. */
export function testCluster(): TestCluster {
  const bootstrapServers = process.env['KAFKA_LAB_TEST_BROKERS'];
  const zookeeper = process.env['KAFKA_LAB_TEST_ZOOKEEPER'];
  const registry = process.env['KAFKA_LAB_TEST_REGISTRY'];
  if (!bootstrapServers || zookeeper === undefined || !registry) {
    throw new Error(
      'No test cluster: run broker tests with npm run test:broker or npm run test:kraft, which start one.',
    );
  }
  return { bootstrapServers, zookeeper, mode: zookeeper === '' ? 'kraft' : 'zookeeper', registry };
}

/** kafka-lab against the test cluster. */
export function onTestCluster(argv: readonly string[], settings: CliSettings = {}): Promise<CliResult> {
  return runCli(['-b', testCluster().bootstrapServers, ...argv], settings);
}

/** How a command begins that one of these prints. */
export function typedHere(): string {
  return `kafka-lab -b ${testCluster().bootstrapServers}`;
}

/** A command's JSON output. Throws its errors if the exit code is not 0. */
export async function jsonOnTestCluster<T>(argv: readonly string[], settings: CliSettings = {}): Promise<T> {
  const { exitCode, stdout, stderr } = await onTestCluster([...argv, '-o', 'json'], settings);
  if (exitCode !== 0) throw new Error(`${argv.join(' ')}: exit code ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** The same for a line as it is typed, without quotes. */
export function jsonOfLine<T>(line: string): Promise<T> {
  return jsonOnTestCluster<T>(line.split(' '));
}

/**
 * For topics with records of another time: brokers delete what is older than a week whenever they come to it,
 * for the first time half a minute after their start.
 */
export const keepOldRecords = ['--config', 'retention.ms=-1'] as const;

/** Tests share the cluster, so that each brings its own names. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`;
}
