/** What kind of server answers if it is not ZooKeeper: known by its first bytes, or by a Kafka request. */
import { connect } from 'node:net';
import { formatAddress, type Address } from '../../net/addresses.js';
import { decodeResponse, encodeRequest } from '../../wire/protocol/codec-message.js';
import { apiVersions } from '../../wire/requests/api-versions.js';
import { describeQuorum } from '../../wire/requests/describe-quorum.js';
import { framed, FrameReader } from './frames.js';

/** Undefined while the bytes could still be ZooKeeper's, whose first message is short. */
export function foreignServer(firstBytes: Buffer): string | undefined {
  if (firstBytes.length < 4 || (firstBytes[0] === 0 && firstBytes[1] === 0)) return undefined;
  const beginning = firstBytes.toString('latin1', 0, 40);
  if (beginning.startsWith('HTTP/')) return 'an HTTP server';
  if (firstBytes[0] === 0x15 && firstBytes[1] === 3) return 'a TLS port';
  const line = /^[\x20-\x7e]{4,}/.exec(beginning)?.[0];
  return line === undefined ? 'another kind of server' : `another kind of server (it says "${line}")`;
}

export type KafkaMode = 'zookeeper' | 'kraft';

const correlationId = 0x6b6c6162;

/** The mode of the Kafka broker that listens there; undefined if it is not Kafka. Never throws. */
export function askKafkaMode({ host, port }: Address, timeoutMs: number): Promise<KafkaMode | undefined> {
  return new Promise((resolve) => {
    const frames = new FrameReader();
    const socket = connect({ host, port }, () => socket.write(framed(apiVersionsRequest())));
    const finish = (mode: KafkaMode | undefined) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(mode);
    };
    const timer = setTimeout(finish, timeoutMs, undefined);
    socket.on('error', () => finish(undefined));
    socket.on('close', () => finish(undefined));
    socket.on('data', (chunk) => {
      try {
        const [answer] = frames.take(chunk);
        if (answer) finish(modeIn(answer));
      } catch {
        finish(undefined);
      }
    });
  });
}

/** Version 0 carries neither. */
const nameless = { clientSoftwareName: '', clientSoftwareVersion: '' };

function apiVersionsRequest(): Buffer {
  const header = Buffer.alloc(10);
  header.writeInt16BE(apiVersions.apiKey, 0);
  header.writeInt32BE(correlationId, 4);
  // No client id.
  header.writeInt16BE(-1, 8);
  return Buffer.concat([header, encodeRequest(apiVersions, 0, nameless)]);
}

/** Only brokers in KRaft mode know the DescribeQuorum request. */
function modeIn(answer: Buffer): KafkaMode | undefined {
  if (answer.readInt32BE(0) !== correlationId) return undefined;
  const { apiKeys } = decodeResponse(apiVersions, 0, answer.subarray(4));
  return apiKeys.some(({ apiKey }) => apiKey === describeQuorum.apiKey) ? 'kraft' : 'zookeeper';
}

export function kafkaInstead(address: Address, mode: KafkaMode): { message: string; hint: string } {
  const at = formatAddress(address);
  if (mode === 'kraft') {
    return {
      message: `${at} is a Kafka server in KRaft mode: its cluster has no ZooKeeper.`,
      hint: kraftHint,
    };
  }
  return {
    message: `${at} is a Kafka broker, not a ZooKeeper server.`,
    hint: `Its ZooKeeper is the one named by zookeeper.connect in the broker's configuration, usually at port 2181: --zookeeper ${formatAddress({ ...address, port: 2181 })}`,
  };
}

export const kraftHint = [
  'With KRaft (the only way since Kafka 4.0) Kafka keeps its metadata itself, in a',
  'replicated log whose leader is elected by a quorum of controllers.',
  'What ZooKeeper stores otherwise, the brokers answer:',
  '  /brokers/ids, /controller   kafka-lab brokers list',
  '  /brokers/topics             kafka-lab topics list; topics describe TOPIC',
  '  sessions, elections         the quorum of controllers: kafka-lab cluster quorum',
  'To start a cluster with ZooKeeper: kafka-lab cluster up --name zoo --base-port 19092 --zookeeper-port 12181',
].join('\n');
