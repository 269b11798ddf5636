/** Members of groups through other clients, each a program of its own: installed and compiled on first use. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { foldersFor } from '../../config/folders.js';
import { findJars } from '../../practice/cluster/java/jars.js';
import { silentProgress } from '../../view/progress.js';
import { testCluster } from '../clusters/test-cluster.js';

export type ClientName = 'java' | 'confluent' | 'kafka-python' | 'aiokafka' | 'franz' | 'sarama';

export interface ClientMember {
  /** What it has read so far. */
  readonly lines: () => readonly string[];
  /** Rejects if it has ended by itself, or complains when it leaves. */
  leave(): Promise<void>;
}

const sources = resolve('src/testing/clients');
const cache = resolve('node_modules/.cache/clients');
const python = join(cache, 'python', 'bin', 'python');

/** Needs Python 3, Go and Java. */
export async function installClients(): Promise<void> {
  await installPython();
  for (const name of ['franz', 'sarama']) {
    await run('go', ['build', '-o', join(cache, name), '.'], join(sources, name));
  }
}

/** Needs Python 3. */
export async function installPython(): Promise<void> {
  await mkdir(cache, { recursive: true });
  await run('python3', ['-m', 'venv', join(cache, 'python')]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '-r', join(sources, 'requirements.txt')]);
}

/** What confluent-kafka's serializer makes of each of these values; registers its schema under TOPIC-value. */
export async function confluentBytes(
  topic: string,
  kind: 'avro' | 'json' | 'protobuf',
  values: readonly unknown[],
): Promise<readonly Buffer[]> {
  const words = [join(sources, 'python_schemas.py'), testCluster().registry, topic, kind];
  const child = spawn(python, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  const [stdout, stderr] = [collected(child.stdout), collected(child.stderr)];
  child.stdin.end(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
  const exitCode = await exitOf(child);
  if (exitCode !== 0) throw new Error(`python_schemas.py ended with ${exitCode}: ${stderr()}`);
  return linesOf(stdout()).map((line) => Buffer.from(line, 'base64'));
}

/** `assignor`: by Kafka's name, `consumer` for the protocol of KIP-848, `default` for what the client does by itself. */
export async function startMember(
  client: ClientName,
  group: string,
  topic: string,
  assignor: string,
): Promise<ClientMember> {
  const [program, ...argv] = await commandOf(client);
  const words = [testCluster().bootstrapServers, group, topic, assignor];
  const child = spawn(program, [...argv, ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
  const stdout = collected(child.stdout);
  const stderr = collected(child.stderr);
  const ended = exitOf(child);
  ended.catch(() => undefined);
  return {
    lines: () => linesOf(stdout()),
    async leave() {
      const hasEnded = child.exitCode !== null;
      child.stdin.end();
      const exitCode = await ended;
      if (hasEnded || exitCode !== 0) throw new Error(`${client} ended with ${exitCode}: ${stderr()}`);
    },
  };
}

async function commandOf(client: ClientName): Promise<readonly [string, ...string[]]> {
  if (client === 'franz' || client === 'sarama') return [join(cache, client)];
  if (client !== 'java') return [python, join(sources, 'python_member.py'), client];
  const { env, platform } = process;
  const jars = await findJars({
    mode: testCluster().mode,
    cacheFolder: foldersFor(platform, env, homedir(), '').cache,
    env,
    progress: silentProgress,
    signal: new AbortController().signal,
  });
  const java = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java';
  return [java, '-XX:TieredStopAtLevel=1', '-cp', join(jars, '*'), join(sources, 'JavaMember.java')];
}

/** Lines that are whole. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n').slice(0, -1);
}

function collected(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
}

async function run(program: string, argv: readonly string[], folder = cache): Promise<void> {
  const child = spawn(program, argv, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [collected(child.stdout), collected(child.stderr)];
  const exitCode = await exitOf(child);
  if (exitCode !== 0)
    throw new Error(`${program} ${argv.join(' ')}: ${output.map((text) => text()).join('')}`);
}
