/** A server that speaks just enough Kafka to be asked for its versions and its brokers. */
import { createServer, type Server } from 'node:net';
import { encodeResponse } from '../../wire/protocol/codec-message.js';
import { apiVersions } from '../../wire/requests/api-versions.js';
import { metadata } from '../../wire/requests/metadata.js';

export interface PretendedAddress {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

const metadataVersion = 8;

/** `brokers`: what it advertises. */
export function pretendBroker(brokers: () => readonly PretendedAddress[]): Server {
  return createServer((socket) => {
    socket.on('error', () => undefined);
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
        const end = 4 + received.readInt32BE(0);
        const answer = answerTo(received.readInt16BE(4), received.readInt16BE(6), brokers());
        const head = Buffer.alloc(8);
        head.writeInt32BE(4 + answer.length, 0);
        received.copy(head, 4, 8, 12);
        socket.write(Buffer.concat([head, answer]));
        received = received.subarray(end);
      }
    });
  });
}

function answerTo(apiKey: number, version: number, brokers: readonly PretendedAddress[]): Buffer {
  if (apiKey === apiVersions.apiKey) {
    return encodeResponse(apiVersions, version, {
      errorCode: 0,
      apiKeys: [
        { apiKey: apiVersions.apiKey, minVersion: 0, maxVersion: 2 },
        { apiKey: metadata.apiKey, minVersion: metadataVersion, maxVersion: metadataVersion },
      ],
      throttleTimeMs: 0,
    });
  }
  return encodeResponse(metadata, version, {
    errorCode: 0,
    throttleTimeMs: 0,
    brokers: brokers.map(({ id, host, port }) => ({ nodeId: id, host, port, rack: null })),
    clusterId: 'pretended',
    controllerId: brokers[0]?.id ?? -1,
    topics: [],
  });
}
