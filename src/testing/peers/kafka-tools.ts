/** Kafka's own tools, run from the jars of the practice cluster: what kafka-lab reads and writes is compared with theirs. */
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findJars } from '../../practice/cluster/java/jars.js';
import type { ClusterMode } from '../../practice/cluster/state/cluster-plan.js';
import { foldersFor } from '../../config/folders.js';
import { silentProgress } from '../../view/progress.js';

/** Runs one Java class with `input` on stdin and resolves with its stdout. Rejects with its stderr when it fails. */
export async function runKafkaTool(
  className: string,
  argv: readonly string[],
  input: Buffer | string = '',
  mode: ClusterMode = 'zookeeper',
): Promise<Buffer> {
  const child = await spawnKafkaTool(className, argv, mode);
  const chunks: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      if (exitCode === 0) resolve(Buffer.concat(chunks));
      else reject(new Error(`${className}: ${Buffer.concat(complaints).toString()}`));
    });
  });
}

/** What a tool of Kafka 4 prints for --help, wherever and with whichever exit code. */
export async function kafkaHelp(className: string, argv: readonly string[]): Promise<string> {
  const child = await spawnKafkaTool(className, [...argv, '--help'], 'kraft');
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end();
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

/** The tools of Kafka 3.9, or those of Kafka 4 (`kraft`). */
async function spawnKafkaTool(className: string, argv: readonly string[], mode: ClusterMode) {
  const { env, platform } = process;
  const jars = await findJars({
    mode,
    cacheFolder: foldersFor(platform, env, homedir(), '').cache,
    env,
    progress: silentProgress,
    signal: new AbortController().signal,
  });
  const java = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java';
  return spawn(java, ['-XX:TieredStopAtLevel=1', '-cp', join(jars, '*'), className, ...argv], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

export interface KafkaMember {
  /** Resolves when it has gone. */
  leave(): Promise<void>;
}

/** Kafka's own console consumer as a member of a group of the newer protocol (KIP-848). */
export function joinWithKafka(bootstrapServers: string, topic: string, group: string): Promise<KafkaMember> {
  return memberOf('org.apache.kafka.tools.consumer.ConsoleConsumer', [
    ...['--bootstrap-server', bootstrapServers, '--topic', topic, '--group', group, '--from-beginning'],
    ...['--command-property', 'group.protocol=consumer'],
    ...['--command-property', 'auto.commit.interval.ms=200'],
  ]);
}

/** Kafka's own console share consumer as a member of a share group (KIP-932): accepts all that it gets. */
export function shareWithKafka(bootstrapServers: string, topic: string, group: string): Promise<KafkaMember> {
  return memberOf('org.apache.kafka.tools.consumer.ConsoleShareConsumer', [
    ...['--bootstrap-server', bootstrapServers, '--topic', topic, '--group', group],
  ]);
}

async function memberOf(className: string, argv: readonly string[]): Promise<KafkaMember> {
  const child = await spawnKafkaTool(className, argv, 'kraft');
  const complaints: Buffer[] = [];
  child.stdout.resume();
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const gone = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      // Ended by SIGTERM, it exits with that signal's code.
      if (exitCode === 0 || exitCode === 143 || signal === 'SIGTERM') resolve();
      else reject(new Error(`${className}: ${Buffer.concat(complaints).toString()}`));
    });
  });
  // A failure is reported by `leave`.
  gone.catch(() => undefined);
  return {
    leave() {
      child.kill('SIGTERM');
      return gone;
    },
  };
}

/** Kafka's own console share consumer (Kafka 4), which accepts what it prints. */
export async function consumeShareWithKafka(bootstrapServers: string, topic: string, group: string) {
  const argv = ['--bootstrap-server', bootstrapServers, '--topic', topic, '--group', group];
  const child = await spawnKafkaTool('org.apache.kafka.tools.consumer.ConsoleShareConsumer', argv, 'kraft');
  let text = '';
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const gone = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return {
    lines: () => text.split('\n').filter((line) => line !== ''),
    /** What it says on stderr, its own summary included. */
    complaints: () => Buffer.concat(complaints).toString(),
    async leave(): Promise<void> {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Lines to one topic by Kafka's console producer, `properties` as of its reader (`parse.key=true`). */
export async function writeWithKafka(
  bootstrapServers: string,
  topic: string,
  lines: string,
  compression: string,
  properties: readonly string[],
): Promise<void> {
  const argv = ['--bootstrap-server', bootstrapServers, '--topic', topic, '--compression-codec', compression];
  const given = properties.flatMap((property) => ['--property', property]);
  await runKafkaTool('kafka.tools.ConsoleProducer', [...argv, ...given], lines);
}

/** What Kafka's console consumer prints of the first `count` records, keys and values with a tab between. */
export function readWithKafka(bootstrapServers: string, topic: string, count: number): Promise<Buffer> {
  return runKafkaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
    ...['--bootstrap-server', bootstrapServers, '--topic', topic, '--from-beginning'],
    ...['--max-messages', String(count), '--isolation-level', 'read_committed'],
    ...[
      '--property',
      'print.key=true',
      '--property',
      'print.timestamp=true',
      '--property',
      'print.headers=true',
    ],
  ]);
}
