/** A real Kafka Streams application of the version of the cluster; its library is fetched by Maven on first use. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { kafkaClientsJars } from '../peers/kafka-clients-jar.js';
import { testCluster } from '../clusters/test-cluster.js';
import type { KafkaMember } from '../peers/kafka-tools.js';

const source = resolve('src/testing/clients/StreamsMember.java');

/** Counts the values of `from` into `to`. Without RocksDB: its store is in memory. */
export async function startStreams(application: string, from: string, to: string): Promise<KafkaMember> {
  const classPath = await streamsClasses();
  const state = await mkdtemp(join(tmpdir(), 'kafka-lab-streams-'));
  const java = process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin', 'java') : 'java';
  const words = [testCluster().bootstrapServers, application, from, to, state];
  const child = spawn(java, ['-XX:TieredStopAtLevel=1', '-cp', classPath, source, ...words]);
  const complaints: Buffer[] = [];
  child.stdout.resume();
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const ended = new Promise<number | null>((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
  ended.catch(() => undefined);
  return {
    async leave() {
      child.stdin.end();
      const exitCode = await ended;
      await rm(state, { recursive: true, force: true });
      if (exitCode !== 0) throw new Error(`Kafka Streams: ${Buffer.concat(complaints).toString()}`);
    },
  };
}

async function streamsClasses(): Promise<string> {
  const clients = (await kafkaClientsJars()).find((jar) => /kafka-clients-4/.test(jar));
  if (clients === undefined) throw new Error('There is no jar of Kafka 4.');
  const version = /kafka-clients-(.*)\.jar$/.exec(clients)?.[1] ?? '';
  const folder = resolve('node_modules/.cache/clients/streams');
  const jar = `kafka-streams-${version}.jar`;
  if (!(await readdir(folder).catch((): string[] => [])).includes(jar)) {
    await run('mvn', [
      ...['-q', 'dependency:copy', `-Dartifact=org.apache.kafka:kafka-streams:${version}`],
      `-DoutputDirectory=${folder}`,
    ]);
  }
  return `${join(clients, '..', '*')}:${join(folder, jar)}`;
}

function run(program: string, argv: readonly string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, argv, { stdio: 'inherit' });
    child.on('error', fail);
    child.on('close', (exitCode) =>
      exitCode === 0 ? done() : fail(new Error(`${program} ended with ${exitCode ?? 'a signal'}`)),
    );
  });
}
