import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DiskList } from '../kafka/brokers/list-disks.js';
import type { Quorum } from '../kafka/brokers/quorum.js';
import { joinWithKafka } from '../testing/peers/kafka-tools.js';
import { kafkaDumpLog, kafkaScript } from '../testing/peers/kafka-scripts.js';
import {
  jsonOnTestCluster,
  onTestCluster,
  testCluster,
  uniqueName,
} from '../testing/clusters/test-cluster.js';
import { until } from '../testing/clusters/until.js';
import { readWholeAssignment, readWholeSubscription } from '../wire/protocol/consumer-protocol.js';

const { bootstrapServers, mode } = testCluster();
const isKafka4 = mode === 'kraft';
const topic = uniqueName('scripts-kept');
const group = uniqueName('scripts-keeps');
const share = uniqueName('scripts-shares');

interface Pair {
  readonly key: unknown;
  readonly value: unknown;
}

/** Digits that JSON.parse would round, as text. */
const exact = (json: string) => json.replaceAll(/:(-?\d{16,})(?=[,}])/g, ':"$1"');

async function asLabSays(name: string, partition: number): Promise<(Pair & { readonly type: string })[]> {
  const argv = [
    'consume',
    name,
    '-p',
    `${partition}`,
    '--exit',
    '--isolation',
    'read_uncommitted',
    '-o',
    'jsonl',
  ];
  const { stdout, stderr } = await onTestCluster(argv);
  expect(stderr).not.toContain('could not be decoded');
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { key, value } = JSON.parse(exact(line)) as { key: { type: string } | null; value: unknown };
      if (key === null) return { type: '', key, value };
      const { type, ...rest } = key;
      return { type, key: rest, value };
    });
}

/** What Kafka's console consumer prints of the same first records, which has no end between them. */
async function asKafkaSays(
  name: string,
  partition: number,
  count: number,
  formatter: string,
): Promise<Pair[]> {
  const printed = await kafkaScript('kafka-console-consumer', [
    ...['--topic', name, '--partition', `${partition}`, '--offset', 'earliest'],
    ...['--max-messages', `${count}`, '--formatter', `org.apache.kafka.tools.consumer.${formatter}`],
  ]);
  const objects = exact(printed)
    .split(/(?<=\})\s*(?=\{"key":)/)
    .filter((text) => text.trim() !== '');
  return objects.map((text) => {
    const { key, value } = JSON.parse(text) as Record<string, { data: unknown } | null>;
    return { key: key?.data, value: value?.data ?? null };
  });
}

/** Kafka prints bytes in base64 and numbers where kafka-lab has what they mean. */
const meanings: Readonly<Record<string, (printed: never) => unknown>> = {
  subscription: (text: string) => inBase64(readWholeSubscription(Buffer.from(text, 'base64'))),
  assignment: (text: string) => inBase64(readWholeAssignment(Buffer.from(text, 'base64'))),
  // Kafka 4.4 has the words.
  transactionStatus: (status: number | string) =>
    ['Empty', 'Ongoing', 'PrepareCommit', 'PrepareAbort', 'CompleteCommit', 'CompleteAbort'][
      Number(status)
    ] ?? status,
  deliveryState: (state: number) => ['AVAILABLE', 'ACQUIRED', 'ACKNOWLEDGED', 'ARCHIVING', 'ARCHIVED'][state],
  state: () => 'STABLE',
};
const inBase64 = <Read extends { readonly userData: Buffer | null }>(read: Read | null) =>
  read && { ...read, userData: read.userData?.toString('base64') ?? null };
const meant = (printed: unknown): unknown =>
  JSON.parse(
    JSON.stringify(printed, (name, value: unknown) =>
      Object.hasOwn(meanings, name) && value !== '' ? meanings[name]?.(value as never) : value,
    ),
  );

/** `TOPIC_RECORD` → `TopicRecord`. */
const camelCase = (name: string) =>
  name.toLowerCase().replaceAll(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());

const protocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'];
const numbers: Readonly<Record<string, (shown: never) => unknown>> = {
  securityProtocol: (word: unknown) => (typeof word === 'string' ? protocols.indexOf(word) : word),
  resourceType: (word: string) => ({ TOPIC: 2, BROKER: 4, CLIENT_METRICS: 16, GROUP: 32 })[word] ?? word,
  fenced: (word: string) => ({ UNFENCE: -1, FENCE: 1 })[word] ?? word,
  inControlledShutdown: (word: string) => ({ IN_CONTROLLED_SHUTDOWN: 1 })[word] ?? word,
  leaderRecoveryState: (word: string) => ({ RECOVERED: 0, RECOVERING: 1 })[word] ?? word,
  mechanism: (word: string) => ({ 'SCRAM-SHA-256': 1, 'SCRAM-SHA-512': 2 })[word] ?? word,
  ...Object.fromEntries(['salt', 'storedKey', 'serverKey'].map((name) => [name, () => 'hidden'])),
};
/** A record of the metadata with Kafka's numbers instead of words, and without what kafka-lab hides. */
const numbered = (record: unknown): unknown =>
  JSON.parse(
    JSON.stringify(record, (name, value: unknown) =>
      Object.hasOwn(numbers, name) ? numbers[name]?.(value as never) : value,
    ),
  );

/** The partition whose newest record is of this key. */
async function partitionOf(name: string, filter: string): Promise<number> {
  const records = await jsonOnTestCluster<{ partition: number }[]>([
    ...['consume', name, '--exit', '--isolation', 'read_uncommitted', '--filter', filter],
  ]);
  const [first] = records;
  if (!first) throw new Error(`${name} has no record for which ${filter}`);
  return first.partition;
}

beforeAll(async () => {
  await jsonOnTestCluster([
    'topics',
    'create',
    topic,
    '-p',
    '1',
    '-r',
    '1',
    '--config',
    'min.insync.replicas=1',
  ]);
  await jsonOnTestCluster(['produce', topic, '--transaction', group], { stdin: 'a\nb\nc\n' });
  await onTestCluster(['consume', topic, '--group', group, '--from-beginning', '--exit']);
}, 60_000);

afterAll(() => onTestCluster(['topics', 'delete', topic, '--yes']), 60_000);

async function expectSame(name: string, filter: string, type: RegExp, formatter: string): Promise<void> {
  const partition = await partitionOf(name, filter);
  const all = await asLabSays(name, partition);
  const ours = all.filter((each) => type.test(each.type)).map(({ key, value }) => ({ key, value }));
  expect(ours.length).toBeGreaterThan(0);
  const theirs = await asKafkaSays(name, partition, all.length, formatter);
  expect(ours).toEqual(theirs.map(({ key, value }) => ({ key, value: meant(value) })));
}

test.each([
  ['__consumer_offsets', `key.group == "${group}"`, /OffsetCommit$/, 'OffsetsMessageFormatter'],
  ['__consumer_offsets', `key.group == "${group}"`, /^GroupMetadata$/, 'GroupMetadataMessageFormatter'],
  ['__transaction_state', `key.transactionalId == "${group}"`, /^Tr/, 'TransactionLogMessageFormatter'],
])('%s: what %s finds of %s is as Kafka has it in %s', expectSame, 60_000);

if (isKafka4) {
  describe('of Kafka 4', () => {
    beforeAll(async () => {
      const earliest = 'share.auto.offset.reset=earliest';
      await kafkaScript('kafka-configs', ['--group', share, '--alter', '--add-config', earliest]);
      const few = ['--topic', topic, '--group', share, '--max-messages', '2'];
      await kafkaScript('kafka-console-share-consumer', few);
    }, 60_000);

    test.each([
      ['__consumer_offsets', `key.groupId == "${share}"`, /^ShareGroup/, 'ShareGroupMessageFormatter'],
      [
        '__share_group_state',
        `key.groupId == "${share}"`,
        /^Share/,
        'group.share.ShareGroupStateMessageFormatter',
      ],
    ])('%s: what %s finds of %s is as Kafka has it in %s', expectSame, 60_000);

    test('the log of the metadata is as kafka-dump-log has it', async () => {
      const ours = await asLabSays('@metadata', 0);
      const [{ leaderId }, { disks }] = await Promise.all([
        jsonOnTestCluster<Quorum>(['cluster', 'quorum']),
        jsonOnTestCluster<DiskList>(['brokers', 'disks']),
      ]);
      const { path } = disks.find(({ broker }) => broker === leaderId)!;
      const file = join(path, '__cluster_metadata-0', '00000000000000000000.log');
      const dumped = exact(await kafkaDumpLog(file, ['--cluster-metadata-decoder']));
      const theirs = [...dumped.matchAll(/^\| offset: .* payload: (\{.*\})$/gm)].map(
        ([, json]) => JSON.parse(json!) as { type: string; data: Readonly<Record<string, unknown>> },
      );
      // Kafka prints control records in other ways, each of them differently.
      const records = ours.filter(({ key }) => key === null).map(({ value }) => value);
      expect(records.length).toBeGreaterThan(20);
      // The log goes on growing while it is looked at.
      const first = theirs.slice(0, records.length);
      expect(records.map((each) => numbered(each))).toEqual(
        first.map(({ type, data }) => numbered({ type: camelCase(type), ...data })),
      );
    }, 60_000);

    test('a group of the newer protocol, which has no formatter, is decoded whole', async () => {
      const newer = uniqueName('scripts-newer');
      const member = await joinWithKafka(bootstrapServers, topic, newer);
      const filter = `key.groupId == "${newer}" and value exists`;
      const joined = until(() => partitionOf('__consumer_offsets', filter).catch(() => undefined));
      await joined.catch(() => undefined);
      await member.leave();
      const types = new Set((await asLabSays('__consumer_offsets', await joined)).map(({ type }) => type));
      expect([...types]).toEqual(
        expect.arrayContaining(['ConsumerGroupMetadata', 'ConsumerGroupMemberMetadata']),
      );
    }, 60_000);
  });
}
