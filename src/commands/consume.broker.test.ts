import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { kafkajsClient, writeRecords, writeTransaction } from '../testing/clusters/kafkajs-records.js';
import {
  keepOldRecords,
  onTestCluster,
  testCluster,
  typedHere,
  uniqueName,
} from '../testing/clusters/test-cluster.js';
import { until } from '../testing/clusters/until.js';
import { running } from '../testing/program/running-cli.js';

const created: string[] = [];

async function createTopic(partitions: number, ...options: string[]): Promise<string> {
  const name = uniqueName('consume');
  const { exitCode, stderr } = await onTestCluster([
    'topics',
    'create',
    name,
    '-p',
    String(partitions),
    ...keepOldRecords,
    ...options,
  ]);
  if (exitCode !== 0) throw new Error(stderr);
  created.push(name);
  return name;
}

const firstMs = Date.parse('2026-01-15T10:00:00Z');
const binary = Buffer.from([0xff, 0x00, 0x10]);
/** Ten numbered records in partition 0, a minute apart; in partition 1 whatever is special. */
let topic: string;
let two: string;

beforeAll(async () => {
  [topic, two] = [await createTopic(2), await createTopic(2)];
  await writeRecords(
    topic,
    Array.from({ length: 10 }, (_, index) => ({
      partition: 0,
      key: `key-${index}`,
      value: `value-${index}`,
      timestamp: String(firstMs + index * 60_000),
    })),
  );
  await writeRecords(two, [
    { partition: 1, key: null, value: null, timestamp: String(firstMs) },
    {
      partition: 1,
      key: binary,
      value: binary,
      headers: { trace: 'abc', bytes: binary },
      timestamp: String(firstMs),
    },
    { partition: 1, key: '', value: 'grüße', timestamp: String(firstMs) },
  ]);
}, 60_000);

afterAll(() => onTestCluster(['topics', 'delete', ...created, '--yes']), 60_000);

/** The built program, with real pipes. */
function consumeInAProcess(name: string) {
  const program = fileURLToPath(new URL('../../bin/kafka-lab.js', import.meta.url));
  const { bootstrapServers } = testCluster();
  const child = spawn(process.execPath, [program, '-b', bootstrapServers, 'consume', name], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const stderr: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const ended = new Promise<{ exitCode: number | null; stderr: string }>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stderr: Buffer.concat(stderr).toString() }));
  });
  return { stdout: child.stdout, ended };
}

/** Until nothing more fits between the two: the reader has enough, and the program waits for it. */
async function filled(stdout: Readable): Promise<void> {
  // Begins to read.
  await once(stdout, 'readable');
  await until(() => Promise.resolve(stdout.readableLength >= stdout.readableHighWaterMark || undefined));
}

const values = (first: number, last: number) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => `value-${first + index}\n`).join('');

describe('from and to', () => {
  test.each([
    ['--from-beginning', values(0, 9)],
    ['--exit', values(0, 9)],
    ['--from start', values(0, 9)],
    ['--from end --exit', ''],
    ['--from 7', values(7, 9)],
    ['--from 100 --exit', ''],
    ['--from -3', values(7, 9)],
    ['--from -100', values(0, 9)],
    ['--from @2026-01-15T10:07:30Z', values(8, 9)],
    ['--from @2026-01-15T10:02:00Z --to @2026-01-15T10:04:00Z', values(2, 3)],
    ['--from @2036-01-01', ''],
    ['--to 3', values(0, 2)],
    ['--to -8', values(0, 1)],
    ['--from 2 --to 5', values(2, 4)],
    ['--from 5 --to 2', ''],
    ['--from 2 -n 3', values(2, 4)],
    ['-n 1', values(0, 0)],
    ['--partition 0 --from 9', values(9, 9)],
    ['--partition 1', ''],
  ])('%s', async (options, expected) => {
    const { exitCode, stdout } = await onTestCluster(['consume', topic, ...options.split(' ')]);
    expect([exitCode, stdout]).toEqual([0, expected]);
  });

  test('where it begins, why it stops and what it did not find is told', async () => {
    const { stderr } = await onTestCluster(['consume', topic, '--from', '-2']);
    expect(stderr).toMatch(
      new RegExp(
        `^Reading ${topic} \\(2 partitions\\) from the last 2 of each partition, to the present end\\.\n` +
          'Reached the end: 2 records from 1 partition in \\d\\.\\d s\\.\n$',
      ),
    );
    const beyond = await onTestCluster(['consume', topic, '-p', '0', '--from', '100', '-n', '1']);
    expect(beyond.stderr).toContain(`${topic}[0]: there is no offset 100 yet; it ends at 10.`);
    const limited = await onTestCluster(['consume', topic, '-n', '1']);
    expect(limited.stderr).toContain('Stopped at the limit: 1 record from 1 partition');
    expect((await onTestCluster(['consume', topic, '-n', '1', '-q'])).stderr).toBe('');
  });

  test('a partition that is not there', async () => {
    const { exitCode, stdout, stderr } = await onTestCluster(['consume', topic, '--partition', '99']);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `error: Topic "${topic}" has no partition 99: it has 2, 0 to 1.\nSee them: ${typedHere()} topics describe ${topic}\n`,
    );
  });

  test('an empty topic is read at once', async () => {
    const empty = await createTopic(3);
    const startedAt = performance.now();
    const { exitCode, stdout, stderr } = await onTestCluster(['consume', empty, '--exit']);
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain('Reached the end: 0 records from 0 partitions');
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });
});

describe('what is shown', () => {
  test('columns', async () => {
    const columns = ['--keys', '--headers', '--timestamps', '--partitions', '--offsets'];
    const { stdout } = await onTestCluster(['consume', two, ...columns]);
    expect(stdout).toBe(
      '1\t0\t2026-01-15T10:00:00.000Z\tnull\t\tnull\n' +
        '1\t1\t2026-01-15T10:00:00.000Z\tbase64:/wAQ\ttrace=abc,bytes=base64:/wAQ\tbase64:/wAQ\n' +
        '1\t2\t2026-01-15T10:00:00.000Z\t\t\tgrüße\n',
    );
  });

  test('several topics: which is which', async () => {
    const { stdout } = await onTestCluster(['consume', two, topic, '-n', '13']);
    expect(stdout.split('\n').filter((line) => line.startsWith(`${topic}\tvalue-`))).toHaveLength(10);
    expect(stdout.split('\n').filter((line) => line.startsWith(`${two}\t`))).toHaveLength(3);
  });

  test('topics by a pattern, of the whole name', async () => {
    const include = (pattern: string) =>
      onTestCluster(['consume', '--include', pattern, '-p', '1', '--exit']);
    const some = await include(`${two}|${topic.slice(0, -1)}`);
    const named = await onTestCluster(['consume', two, topic, '-p', '1', '--exit']);
    expect([some.exitCode, some.stdout]).toEqual([0, named.stdout]);
    expect(some.stderr).toContain(`Reading ${two} (1 partition)`);
    const none = await include(topic.slice(1));
    expect([none.exitCode, none.stderr]).toEqual([
      1,
      expect.stringContaining("No topic's whole name matches --include"),
    ]);
  });

  test('a table', async () => {
    const { stdout } = await onTestCluster(['consume', topic, '-n', '1', '-o', 'table']);
    expect(stdout).toMatch(
      /^PARTITION +OFFSET +TIMESTAMP +KEY +VALUE\n +0 +0 {2}2026-01-15T10:00:00.000Z {2}key-0 +value-0\n$/,
    );
  });

  test('json, jsonl and yaml say the same, with types and marks', async () => {
    const record = { topic: two, partition: 1, timestamp: firstMs };
    const expected = [
      { ...record, offset: 0, key: null, value: null, headers: [] },
      {
        ...record,
        offset: 1,
        key: '/wAQ',
        keyEncoding: 'base64',
        value: '/wAQ',
        valueEncoding: 'base64',
        headers: [
          { key: 'trace', value: 'abc' },
          { key: 'bytes', value: '/wAQ', valueEncoding: 'base64' },
        ],
      },
      { ...record, offset: 2, key: '', value: 'grüße', headers: [] },
    ];
    const read = async (format: string) => (await onTestCluster(['consume', two, '-o', format])).stdout;
    expect(JSON.parse(await read('json'))).toEqual(expected);
    expect(
      (await read('jsonl'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(expected);
    expect(parse(await read('yaml'))).toEqual(expected);
  });

  test.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)('records compressed with %s', async (compression) => {
    const compressed = await createTopic(1);
    const messages = Array.from({ length: 500 }, (_, index) => ({ value: `record ${index} `.repeat(10) }));
    await writeRecords(compressed, messages, compression);
    const { exitCode, stdout } = await onTestCluster(['consume', compressed]);
    expect([exitCode, stdout]).toEqual([0, messages.map(({ value }) => `${value}\n`).join('')]);
  });

  test('many records, in order, all of them, also if the reader is slow or goes away', async () => {
    const large = await createTopic(1);
    const messages = Array.from({ length: 20_000 }, (_, index) => ({ value: `${index} ${'x'.repeat(200)}` }));
    for (let at = 0; at < messages.length; at += 4000)
      await writeRecords(large, messages.slice(at, at + 4000));
    const { exitCode, stdout } = await onTestCluster(['consume', large]);
    const read = stdout
      .trimEnd()
      .split('\n')
      .map((line) => Number.parseInt(line, 10));
    expect(exitCode).toBe(0);
    expect(read).toEqual(messages.map((_, index) => index));

    const slowly = consumeInAProcess(large);
    await filled(slowly.stdout);
    const chunks: Buffer[] = [];
    slowly.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    expect(await slowly.ended).toMatchObject({ exitCode: 0 });
    expect(Buffer.concat(chunks).toString()).toBe(stdout);

    const away = consumeInAProcess(large);
    away.stdout.once('data', () => away.stdout.destroy());
    expect(await away.ended).toEqual({
      exitCode: 0,
      stderr: expect.stringMatching(/The output was closed: [\d,]+ records/),
    });
  }, 30_000);
});

describe('transactions', () => {
  test('aborted records are hidden, unless they are asked for', async () => {
    const name = await createTopic(1);
    await writeTransaction(name, [{ value: 'committed' }], 'commit');
    await writeTransaction(name, [{ value: 'aborted' }], 'abort');
    // The last offsets are the ends of both transactions.
    const last = await onTestCluster(['consume', name, '--from', '-1', '--exit']);
    expect([last.exitCode, last.stdout]).toEqual([0, 'committed\n']);
    await writeRecords(name, [{ value: 'plain' }]);
    const committed = await onTestCluster(['consume', name]);
    expect([committed.exitCode, committed.stdout]).toEqual([0, 'committed\nplain\n']);
    const all = await onTestCluster(['consume', name, '--isolation', 'read_uncommitted']);
    expect([all.exitCode, all.stdout]).toEqual([0, 'committed\naborted\nplain\n']);
  }, 30_000);
});

describe('^C', () => {
  test('ends a follower soon, with a count and without an error', async () => {
    const following = running((settings) =>
      onTestCluster(['consume', topic, '--follow', '--from', '-1'], settings),
    );
    await following.shows('value-9');
    const interruptedAt = performance.now();
    following.interrupt();
    const { exitCode, stdout, stderr } = await following.ended;
    expect(performance.now() - interruptedAt).toBeLessThan(3000);
    expect([exitCode, stdout]).toEqual([0, 'value-9\n']);
    expect(stderr).toMatch(/waiting for new records; \^C stops\.\nInterrupted: 1 record from 1 partition/);
  });

  test('on a terminal it follows by itself, from now on', async () => {
    const live = await createTopic(1);
    await writeRecords(live, [{ value: 'before' }]);
    const following = running((settings) =>
      onTestCluster(['consume', live], { ...settings, isTerminal: true, columns: 200 }),
    );
    // Said once it knows where the partitions end.
    await following.shows('waiting for new records');
    await writeRecords(live, [{ value: 'after' }]);
    await following.shows('after');
    following.interrupt();
    const { exitCode, stdout } = await following.ended;
    expect([exitCode, stdout]).toEqual([0, 'after\n']);
  });

  test('what had an end and did not reach it is 130, and its JSON is whole', async () => {
    // The end is in the future: it waits for offset 1000.
    const argv = ['consume', topic, '-p', '0', '--from', '8', '--to', '1000', '--follow', '-o', 'json'];
    const reading = running((settings) => onTestCluster(argv, settings));
    await reading.shows(/"offset": ?9\b/);
    reading.interrupt();
    const followed = await reading.ended;
    expect([followed.exitCode, JSON.parse(followed.stdout)]).toMatchObject([
      0,
      [{ offset: 8 }, { offset: 9 }],
    ]);

    const large = await onTestCluster(['consume', topic], { signal: AbortSignal.abort() });
    expect([large.exitCode, large.stdout]).toEqual([130, '']);
  });
});

test('without --group no group is touched', async () => {
  const admin = kafkajsClient().admin();
  await admin.connect();
  try {
    const before = (await admin.listGroups()).groups.map(({ groupId }) => groupId).sort();
    await onTestCluster(['consume', topic, '--from-beginning']);
    expect((await admin.listGroups()).groups.map(({ groupId }) => groupId).sort()).toEqual(before);
  } finally {
    await admin.disconnect();
  }
});
