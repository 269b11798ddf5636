/** `kafka-lab connections ping` */
import { z } from 'zod';
import { defineCommand, type Context } from '../../contract/command.js';
import type { Cell, View } from '../../view/view.js';
import { LabError } from '../../text/errors.js';
import { pingKafka, type KafkaPing } from '../../kafka/brokers/ping.js';
import { findZooKeeper, type ZooKeeperTarget } from '../../zookeeper/servers/find-zookeeper.js';
import { parseDurationMs } from '../../text/duration.js';
import { openZooKeeper } from '../../zookeeper/servers/open-zookeeper.js';
import { zooKeeperStatus, type ServerStatus } from '../../zookeeper/servers/server-status.js';
import { existingName } from './_connection-options.js';

export interface Ping {
  readonly origin: string;
  readonly kafka: KafkaPing;
  /** Empty if the cluster has none. */
  readonly zookeeper: readonly ServerStatus[];
  readonly zookeeperProblem: string | null;
}

/** A ZooKeeper that does not answer in this time is shown as down. */
const longestZooKeeperMs = 1800;

export const connectionsPing = defineCommand({
  path: ['connections', 'ping'],
  summary: 'ask a cluster whether it is there: Kafka and ZooKeeper, latency, version, controller',
  effect: 'reads',
  options: z.object({ name: existingName.optional() }),
  positionals: ['name'],
  connectionOf: ({ name }) => name,
  examples: ['connections ping', 'connections ping prod', 'connections ping -b localhost:9092'],
  async run(context): Promise<Ping> {
    const session = await context.kafka();
    const kafka = await pingKafka(session);
    const zookeeper = kafka.mode === 'kraft' ? { servers: [], problem: null } : await pingZooKeeper(context);
    return {
      origin: session.target.origin,
      kafka,
      zookeeper: zookeeper.servers,
      zookeeperProblem: zookeeper.problem,
    };
  },
  view: (ping): View => ({
    title: `${ping.origin}: cluster ${ping.kafka.clusterId ?? 'without an id'}`,
    header: ['', 'ADDRESS', 'ANSWER MS', 'CONNECT MS', 'VERSION', 'ROLE'],
    rows: [kafkaRow(ping.kafka), ...ping.zookeeper.map(zookeeperRow)],
    notes: notesOf(ping),
  }),
  failed: ({ zookeeper }) => zookeeper.some(({ isServing }) => !isServing),
});

async function pingZooKeeper(context: Context) {
  let target: ZooKeeperTarget;
  try {
    target = findZooKeeper(context.globals, context.folders, await context.connection());
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { servers: [], problem: error.message };
  }
  const settings = {
    signal: context.signal,
    timeoutMs: Math.min(parseDurationMs(context.globals.timeout), longestZooKeeperMs),
  };
  const { servers } = await zooKeeperStatus(target.servers, {
    ...settings,
    open: (server) => openZooKeeper({ ...target, servers: [server], chroot: '/' }, settings),
  });
  // If no ZooKeeper is named, the usual port is only a guess.
  const isGuess = target.origin.startsWith('the usual');
  if (isGuess && servers.every(({ isUp }) => !isUp)) {
    return {
      servers: [],
      problem: `ZooKeeper is not at ${target.origin}; name it with --zookeeper HOST:PORT.`,
    };
  }
  return { servers, problem: null };
}

function kafkaRow(kafka: KafkaPing): Cell[] {
  const leader = kafka.controllerId === null ? 'no controller' : `controller ${kafka.controllerId}`;
  return [
    { text: 'Kafka', tone: 'good' },
    kafka.address,
    kafka.answerMs,
    kafka.connectMs,
    kafka.version,
    `${kafka.brokers} ${kafka.brokers === 1 ? 'broker' : 'brokers'}, ${leader}`,
  ];
}

function zookeeperRow(server: ServerStatus): Cell[] {
  return [
    { text: 'ZooKeeper', tone: server.isServing ? 'good' : 'bad' },
    server.address,
    server.answerMs,
    null,
    server.version,
    server.isServing ? (server.mode ?? 'serving') : 'down',
  ];
}

function notesOf({ kafka, zookeeper, zookeeperProblem }: Ping): string[] {
  return [
    ...(kafka.mode === 'kraft' ? ['Kafka runs without ZooKeeper here (KRaft).'] : []),
    ...(zookeeperProblem === null ? [] : [zookeeperProblem]),
    ...zookeeper.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    'The version of Kafka is guessed from the requests that the broker answers.',
  ];
}
