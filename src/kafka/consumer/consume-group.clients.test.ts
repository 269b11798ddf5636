/** kafka-lab in groups with members of real clients: in either order nobody is thrown out, and each record is read once. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  installClients,
  linesOf,
  startMember,
  type ClientMember,
  type ClientName,
} from '../../testing/clients/client-members.js';
import { writeRecords } from '../../testing/clusters/kafkajs-records.js';
import {
  jsonOnTestCluster,
  onTestCluster,
  testCluster,
  uniqueName,
} from '../../testing/clusters/test-cluster.js';
import { askAgain } from '../../text/wait.js';
import { running } from '../../testing/program/running-cli.js';

const partitions = 6;

beforeAll(installClients, 600_000);

function startKafkaLab(group: string, topic: string): ClientMember {
  let stdout = '';
  const own = running((settings) =>
    onTestCluster(['consume', topic, '--group', group, '--follow', '--from-beginning'], {
      ...settings,
      onStdout(text) {
        stdout = text;
      },
    }),
  );
  return {
    lines: () => linesOf(stdout),
    async leave() {
      own.interrupt();
      const { exitCode, stderr } = await own.ended;
      expect(stderr).not.toMatch(/error|removed this member|not committed/);
      expect(exitCode).toBe(0);
    },
  };
}

interface Described {
  readonly group: string;
  readonly state: string;
  readonly members: readonly { readonly assignment: readonly { readonly partitions: readonly number[] }[] }[];
}

/** Throws what there was last. */
async function until(what: string, ask: () => Promise<boolean>, state: () => unknown): Promise<void> {
  const patience = { timeoutMs: 45_000, pauseMs: 100 };
  if (await askAgain(ask, patience, (isSo) => isSo)) return;
  throw new Error(`Not ${what}: ${JSON.stringify(state())}`);
}

/** Until the group has so many members, each with partitions, and no partition is on its way. */
async function shared(group: string, members: number): Promise<void> {
  let described: Described | undefined;
  const isShared = async () => {
    const answer = await jsonOnTestCluster<Described | Described[]>(['groups', 'describe', group]);
    described = [answer].flat()[0];
    const counts = (described?.members ?? []).map(({ assignment }) =>
      assignment.reduce((sum, each) => sum + each.partitions.length, 0),
    );
    const isWhole = counts.reduce((sum, count) => sum + count, 0) === partitions;
    const isFair = counts.length === members && counts.every((count) => count > 0);
    return described?.state.toLowerCase() === 'stable' && isWhole && isFair;
  };
  await until('shared', isShared, () => described);
}

let written = 0;

async function write(topic: string, count: number): Promise<void> {
  const messages = Array.from({ length: count }, (_, index) => ({
    value: String(written + index),
    partition: index % partitions,
  }));
  written += count;
  await writeRecords(topic, messages);
}

async function readTogether(start: readonly ((group: string, topic: string) => Promise<ClientMember>)[]) {
  const topic = uniqueName('clients');
  const group = uniqueName('clients');
  const created = await onTestCluster(['topics', 'create', topic, '-p', String(partitions)]);
  expect(created.exitCode).toBe(0);
  const from = written;
  const members: ClientMember[] = [];
  const shown = () => members.flatMap((member) => member.lines());
  const allShown = () =>
    until(
      'all shown',
      () => Promise.resolve(shown().length >= written - from),
      () => members.map((member) => member.lines().length),
    );
  for (const each of start) {
    await write(topic, 60);
    members.push(await each(group, topic));
    await allShown();
    await shared(group, members.length);
  }
  await write(topic, 120);
  await allShown();
  await members[0]?.leave();
  await write(topic, 60);
  await allShown();
  await members[1]?.leave();
  const numbers = shown().map(Number);
  expect(numbers.sort((one, other) => one - other)).toEqual(
    Array.from({ length: written - from }, (_, index) => from + index),
  );
  for (const member of members) expect(member.lines().length).toBeGreaterThan(60);
}

const classic: readonly (readonly [ClientName, readonly string[]])[] = [
  ['java', ['default', 'range', 'roundrobin', 'sticky', 'cooperative-sticky']],
  ['confluent', ['range', 'roundrobin', 'cooperative-sticky']],
  ['kafka-python', ['range', 'roundrobin', 'sticky', 'cooperative-sticky']],
  ['aiokafka', ['range', 'roundrobin', 'sticky']],
  ['franz', ['range', 'roundrobin', 'sticky', 'cooperative-sticky']],
  ['sarama', ['range', 'roundrobin', 'sticky']],
];
const onKafka4: typeof classic = [
  ['java', ['default', 'consumer']],
  ['confluent', ['consumer', 'cooperative-sticky']],
];
const combinations = (testCluster().mode === 'zookeeper' ? classic : onKafka4).flatMap(
  ([client, assignors]) => assignors.map((assignor) => [client, assignor] as const),
);

describe.each(combinations)('%s, %s', (client, assignor) => {
  const other = (group: string, topic: string) => startMember(client, group, topic, assignor);
  const own = (group: string, topic: string) => Promise.resolve(startKafkaLab(group, topic));

  test('it is there first', () => readTogether([other, own]), 120_000);
  test('kafka-lab is there first', () => readTogether([own, other]), 120_000);
});
