/** Observes the connection between producer and broker: the ids in each request, and those its response acknowledges. */
import { decodeRequest, decodeResponse } from '../../../wire/protocol/codec-message.js';
import type { WireConnection } from '../../../wire/protocol/connection.js';
import { piecesOf } from '../../../wire/protocol/frame-header.js';
import { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import { produce } from '../../../wire/requests/produce.js';
import type { Ledger } from './ledger.js';

/** The broker already has the batch: it acknowledges an earlier send, whose offset it no longer knows. */
const duplicateSequenceNumber = 46;

/** The same connection for the producer, recorded in the ledger. */
export function tapped(connection: WireConnection, ledger: Ledger): WireConnection {
  return {
    nodeId: connection.nodeId,
    address: connection.address,
    apiVersions: connection.apiVersions,
    async send(apiKey, version, apiName, body, answer) {
      if (apiKey !== produce.apiKey) return connection.send(apiKey, version, apiName, body, answer);
      // Parsed before it is sent: the producer reuses the memory once it is acknowledged.
      const carried = idsIn(Buffer.concat([...piecesOf(body)]), version);
      for (const ids of carried.values()) for (const id of ids) ledger.attempt(id);
      const response = await connection.send(apiKey, version, apiName, body, answer);
      if (answer !== 'none') listen(response, version, carried, ledger);
      return response;
    },
    throttled: (apiKey, throttleMs) => connection.throttled(apiKey, throttleMs),
  };
}

/** By partition, in the order of the batch. */
function idsIn(request: Buffer, version: number): ReadonlyMap<number, readonly number[]> {
  const { topicData } = decodeRequest(produce, version, request);
  const cursor = new RecordDecoder();
  const ids = new Map<number, number[]>();
  for (const { name, partitionData } of topicData) {
    for (const { index, records } of partitionData) {
      cursor.open(records ?? Buffer.alloc(0), { topic: name, partition: index, from: 0, to: null });
      const own: number[] = [];
      while (cursor.next()) own.push(idOf(cursor));
      ids.set(index, own);
    }
  }
  return ids;
}

function listen(
  response: Buffer,
  version: number,
  carried: ReadonlyMap<number, readonly number[]>,
  ledger: Ledger,
): void {
  for (const topic of decodeResponse(produce, version, response).responses) {
    for (const { index, errorCode, baseOffset } of topic.partitionResponses) {
      if (errorCode !== 0 && errorCode !== duplicateSequenceNumber) continue;
      for (const [at, id] of (carried.get(index) ?? []).entries()) {
        ledger.acknowledge(id, index, baseOffset < 0 ? -1 : baseOffset + at);
      }
    }
  }
}

/** A record's value starts with its id, in decimal. */
export function idOf({ buffer, valueStart, valueEnd }: RecordDecoder): number {
  return Number.parseInt(buffer.toString('latin1', valueStart, valueEnd), 10);
}
