import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TopicAnalysis } from '../../kafka/analyze/analysis.js';
import { writeTransaction } from '../../testing/clusters/kafkajs-records.js';
import {
  jsonOnTestCluster,
  onTestCluster,
  typedHere,
  uniqueName,
} from '../../testing/clusters/test-cluster.js';

const topic = uniqueName('analyzed');
const keyOf = (index: number) => (index % 2 === 0 ? 'often' : `key-${index % 40}`);
const lines = Array.from(
  { length: 400 },
  (_, index) => `${keyOf(index)}\t{"id":${index},"big":9007199254740993}\n`,
);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kafka-lab-analyze-'));
  await onTestCluster(['topics', 'create', topic, '-p', '3']);
  await onTestCluster(['produce', topic, '-K', '\t', '-z', 'gzip', '-H', 'by=test'], {
    stdin: lines.join(''),
  });
  await writeTransaction(topic, [{ value: 'gone', partition: 0 }], 'abort');
}, 60_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await onTestCluster(['topics', 'delete', topic, '--yes']);
}, 60_000);

const analyzed = (...options: string[]) =>
  jsonOnTestCluster<TopicAnalysis>(['topics', 'analyze', topic, ...options]);

test('by headers and by records it has the same batches, and records tell the rest', async () => {
  const byHeaders = await analyzed();
  const file = join(folder, 'page.html');
  const byRecords = await analyzed('--records', '--report', file);
  for (const { total, codecs, partitions } of [byHeaders, byRecords]) {
    expect(total).toMatchObject({ records: 400, abortedRecords: 1, controlBatches: 1, compactedOffsets: 0 });
    expect(codecs).toMatchObject([{ codec: 'gzip', records: 400 }]);
    expect(codecs[0]?.ratio).toBeGreaterThan(2);
    expect(partitions.reduce((sum, { records }) => sum + records, 0)).toBe(400);
  }
  expect(byRecords.total).toEqual(byHeaders.total);
  expect(byHeaders.producers.producers.length).toBe(2);
  expect(byRecords.records).toMatchObject({
    records: 400,
    nullKeys: 0,
    recordsWithHeaders: 400,
    keys: { distinct: 21, isExact: true, misplaced: 0, inSeveralPartitions: 0 },
    shape: { sampled: 400, json: 400 },
  });
  expect(byRecords.records?.keys.top[0]).toMatchObject({ key: 'often', records: 200, share: 0.5 });
  expect(byRecords.advice.map(({ finding }) => finding)).toEqual(
    expect.arrayContaining(['hot key', 'large numbers']),
  );
  expect(await readFile(file, 'utf8')).toContain(`Topic ${topic}`);
});

test('as lines, with what was covered and how to go on', async () => {
  const { exitCode, stdout, stderr } = await onTestCluster([
    'topics',
    'analyze',
    topic,
    '-p',
    '0',
    '--from',
    '1',
  ]);
  expect(exitCode).toBe(0);
  expect(stdout.split('\n')[0]).toMatch(/^0\t1\t\d+\t\d+\t100 %\t/);
  expect(stderr).toMatch(/Covered: the headers of batches from FROM to TO \(exclusive\) of 1 partition of 3/);
  expect(stderr).toContain(`${typedHere()} topics analyze ${topic} --records`);
});

test('what cannot be', async () => {
  const missing = await onTestCluster(['topics', 'analyze', 'no-such-topic-here']);
  expect([missing.exitCode, missing.stderr]).toEqual([1, expect.stringContaining('no-such-topic-here')]);
  const partition = await onTestCluster(['topics', 'analyze', topic, '-p', '9']);
  expect(partition.exitCode).not.toBe(0);
  const position = await onTestCluster(['topics', 'analyze', topic, '--from', 'tomorrow']);
  expect(position.exitCode).toBe(2);
  const page = await onTestCluster(['topics', 'analyze', topic, '--report', join(folder, 'no', 'page.html')]);
  expect([page.exitCode, page.stderr]).toEqual([1, expect.stringContaining('could not be written')]);
});
