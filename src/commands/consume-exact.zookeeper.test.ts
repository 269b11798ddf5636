import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readWithKafka, writeWithKafka } from '../testing/peers/kafka-tools.js';
import { writeRecords, writeTransaction } from '../testing/clusters/kafkajs-records.js';
import { startOwnCluster, type OwnCluster } from '../testing/clusters/own-cluster.js';
import { keepOldRecords, onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { until } from '../testing/clusters/until.js';

const created: string[] = [];

async function createTopic(...options: string[]): Promise<string> {
  const name = uniqueName('exact');
  const { exitCode, stderr } = await onTestCluster([
    'topics',
    'create',
    name,
    '-p',
    '1',
    ...keepOldRecords,
    ...options,
  ]);
  if (exitCode !== 0) throw new Error(stderr);
  created.push(name);
  return name;
}

afterAll(() => onTestCluster(['topics', 'delete', ...created, '--yes']), 60_000);

/** As Kafka's console consumer prints it: `CreateTime:0 <tab> h:v,… or NO_HEADERS <tab> key <tab> value`. */
async function readByUs(topic: string): Promise<string> {
  const { exitCode, stdout } = await onTestCluster(['consume', topic, '-o', 'jsonl']);
  expect(exitCode).toBe(0);
  type Line = {
    timestamp: number;
    key: string | null;
    value: string | null;
    headers: { key: string; value: string | null }[];
  };
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
    .map(({ timestamp, key, value, headers }) => {
      const pairs = headers.map((each) => `${each.key}:${each.value ?? 'null'}`).join(',');
      return `Time:${timestamp}\t${pairs || 'NO_HEADERS'}\t${key ?? 'null'}\t${value ?? 'null'}\n`;
    })
    .join('');
}

async function readByKafka(topic: string, count: number): Promise<string> {
  const bytes = await readWithKafka(testCluster().bootstrapServers, topic, count);
  return bytes.toString().replaceAll(/^(Create|LogAppend)Time:/gm, 'Time:');
}

describe("the same records as Kafka's console consumer reads", () => {
  const lines = Array.from({ length: 2000 }, (_, index) =>
    index % 7 === 0
      ? `a:${index},b:x\tkey-${index}\tNULL`
      : `a:${index}\t${index % 5 === 0 ? 'NULL' : `key-${index % 50}`}\twert ${index} grüße ${'x'.repeat(index % 90)}`,
  );
  const properties = ['parse.key=true', 'parse.headers=true', 'null.marker=NULL'];

  // One topic, so that one of Kafka's programs reads them all: each is a JVM to start.
  test('written by the Java producer with every compression: headers, nulls and tombstones', async () => {
    const topic = await createTopic();
    const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];
    for (const codec of codecs) {
      const input = `${lines.map((line) => `codec:${codec},${line}`).join('\n')}\n`;
      await writeWithKafka(testCluster().bootstrapServers, topic, input, codec, properties);
    }
    const ours = await readByUs(topic);
    expect(ours.split('\n')).toHaveLength(codecs.length * lines.length + 1);
    expect(ours).toBe(await readByKafka(topic, codecs.length * lines.length));
  }, 120_000);

  test('in transactions, committed and aborted', async () => {
    const topic = await createTopic();
    const messages = (prefix: string) =>
      Array.from({ length: 50 }, (_, index) => ({ key: `${prefix}-${index}`, value: `${prefix} ${index}` }));
    await writeTransaction(topic, messages('kept'), 'commit');
    await writeTransaction(topic, messages('gone'), 'abort');
    await writeRecords(topic, messages('plain'));
    await writeTransaction(topic, messages('gone again'), 'abort');
    expect(await readByUs(topic)).toBe(await readByKafka(topic, 100));
    const values = await onTestCluster(['consume', topic]);
    expect(values.stdout.split('\n')).toHaveLength(101);
  }, 120_000);

  test('in a compacted log, with the gaps that compaction leaves', async () => {
    const topic = await createTopic(
      ...['cleanup.policy=compact', 'segment.ms=100', 'min.cleanable.dirty.ratio=0.01'].flatMap((config) => [
        '--config',
        config,
      ]),
    );
    const versions = Array.from({ length: 400 }, (_, index) => ({
      key: `k${index % 20}`,
      value: index % 60 === 59 ? null : `version ${index}`,
    }));
    await writeRecords(topic, versions, 'zstd');
    await until(async () => {
      // The active segment is never compacted; each record closes the one before.
      await writeRecords(topic, [{ key: 'last', value: 'one' }]);
      return (await readByUs(topic)).split('\n').length < 200 ? true : undefined;
    });
    // No further pass while the two read one after the other.
    await onTestCluster(['topics', 'config', topic, 'set', 'cleanup.policy=delete']);
    let before = '';
    const compacted = await until(async () => {
      const now = await readByUs(topic);
      const isStill = now === before;
      before = now;
      return isStill ? now : undefined;
    });
    expect(compacted).toBe(await readByKafka(topic, compacted.split('\n').length - 1));
    expect(compacted).toContain('\tk3\tversion 383\n');
    expect(compacted).not.toContain('\tk3\tversion 3\n');
  }, 120_000);

  test('with the times of the log, and a record of 10 MB', async () => {
    const topic = await createTopic(
      ...['--config', 'message.timestamp.type=LogAppendTime', '--config', 'max.message.bytes=12000000'],
    );
    await writeRecords(topic, [
      { key: 'small', value: 'a', timestamp: '1000' },
      { key: 'large', value: 'x'.repeat(10_000_000), timestamp: '1000' },
      { key: 'small', value: 'b', timestamp: '1000' },
    ]);
    expect(await readByUs(topic)).toBe(await readByKafka(topic, 3));
  }, 120_000);
});

describe('a search', () => {
  test('says what it covered and how to go on, and going on finds the rest', async () => {
    const topic = await createTopic();
    await writeRecords(
      topic,
      Array.from({ length: 100 }, (_, index) => ({
        key: `k${index % 10}`,
        value: JSON.stringify({ index, even: index % 2 === 0 }),
        timestamp: String(Date.parse('2026-01-15T10:00:00Z') + index),
      })),
    );
    const first = await onTestCluster([
      ...[
        'consume',
        topic,
        '--filter',
        'value.even == true and value.index >= 10',
        '-n',
        '3',
        '--format',
        '%o ',
      ],
    ]);
    expect([first.exitCode, first.stdout]).toEqual([0, '10 12 14 ']);
    expect(first.stderr).toContain('to the present end, at most 3 matches');
    expect(first.stderr).toContain(
      `Searched ${topic}[0] offsets 0 to 14, written 2026-01-15T10:00:00.000Z to 2026-01-15T10:00:00.099Z: 15 scanned, 3 matched.`,
    );
    const command = /Go on from there: kafka-lab (.*)/.exec(first.stderr)?.[1] ?? '';
    expect(command).toContain(
      `consume ${topic} --from 0:15 --max-messages 3 --format '%o ' --filter 'value.even == true and value.index >= 10'`,
    );
    const rest = await onTestCluster([
      'consume',
      topic,
      '--from',
      '0:15',
      '--grep',
      '"even":true',
      '--format',
      '%o ',
    ]);
    expect(rest.stdout.trim().split(' ')).toHaveLength(42);
    const byKey = await onTestCluster(['consume', topic, '--key', 'k7', '--format', '%o ']);
    expect(byKey.stdout).toBe('7 17 27 37 47 57 67 77 87 97 ');
    expect(byKey.stderr).toContain(`Key "k7" belongs in ${topic}[0] by the default partitioner`);
  }, 60_000);
});

describe('the leader dies in mid-read', () => {
  let cluster: OwnCluster;
  beforeAll(async () => {
    cluster = await startOwnCluster();
  }, 180_000);
  afterAll(() => cluster.remove(), 60_000);

  test('and no record is lost or comes twice', async () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => `${index} ${'x'.repeat(200)}`);
    await cluster.lab(['topics', 'create', 'slow', '-p', '3', '-r', '3']);
    const written = await cluster.lab(['produce', 'slow'], { stdin: `${lines.join('\n')}\n` });
    expect(written.exitCode).toBe(0);

    const program = fileURLToPath(new URL('../../bin/kafka-lab.js', import.meta.url));
    const argv = ['-b', cluster.bootstrapServers, 'consume', 'slow'];
    const child = spawn(process.execPath, [program, ...argv], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const chunks: Buffer[] = [];
    // The first records are there, and the others are not read.
    await new Promise<void>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) => {
        chunks.push(chunk);
        child.stdout.pause();
        resolve();
      }),
    );
    // Each of the three brokers leads one of the partitions.
    expect((await cluster.lab(['cluster', 'kill', '2'])).exitCode).toBe(0);
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stdout.resume();
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect(exitCode).toBe(0);
    const read = Buffer.concat(chunks).toString().trimEnd().split('\n');
    expect(read).toHaveLength(lines.length);
    expect(new Set(read)).toEqual(new Set(lines));
  }, 180_000);
});
