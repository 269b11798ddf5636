/** Whether a cluster answers, how fast, what it is, and which broker is its controller. */
import { formatAddress } from '../../net/addresses.js';
import { guessVersion } from '../session/guess-version.js';
import { activeController, hasQuorum } from './quorum.js';
import type { KafkaSession } from '../session/session.js';

export interface KafkaPing {
  /** The bootstrap server that answered. */
  readonly address: string;
  /** Time to connect, log in and learn which requests it supports. */
  readonly connectMs: number;
  /** The median of a few answers on that connection. */
  readonly answerMs: number;
  /** Guessed from the requests that it supports: `3.9`. */
  readonly version: string;
  readonly mode: 'zookeeper' | 'kraft';
  readonly clusterId: string | null;
  readonly brokers: number;
  /** With KRaft the leader of the quorum, if this user may ask for it. */
  readonly controllerId: number | null;
  readonly controllerAddress: string | null;
}

const questions = 5;

/** Throws LabError if no broker answers. */
export async function pingKafka(session: KafkaSession): Promise<KafkaPing> {
  const startedAt = performance.now();
  const connection = await session.anyBroker();
  const connectMs = performance.now() - startedAt;
  const timesMs: number[] = [];
  let metadata = await session.metadata([]);
  for (let asked = 0; asked < questions; asked += 1) {
    const askedAt = performance.now();
    metadata = await session.metadata([]);
    timesMs.push(performance.now() - askedAt);
  }
  const controllerId = await activeController(session, metadata);
  const controller = metadata.brokers.find(({ id }) => id === controllerId);
  return {
    address: connection.address,
    connectMs: rounded(connectMs),
    answerMs: rounded(timesMs.sort((one, other) => one - other)[Math.floor(questions / 2)] ?? 0),
    version: guessVersion(connection.apiVersions),
    mode: hasQuorum(connection) ? 'kraft' : 'zookeeper',
    clusterId: metadata.clusterId,
    brokers: metadata.brokers.length,
    controllerId,
    controllerAddress: controller ? formatAddress(controller) : null,
  };
}

function rounded(durationMs: number): number {
  return Math.round(durationMs * 10) / 10;
}
