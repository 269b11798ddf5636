/** FindCoordinator: the broker that keeps a group or a transaction. */
import { array, int16, int32, int8, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

export const coordinatorType = { group: 0, transaction: 1 } as const;

/**
 * https://kafka.apache.org/protocol#The_Messages_FindCoordinator. Up to version 3 one `key` is asked for and answered at the top level; from 4 (Kafka 3.0, KIP-699)
 * many `coordinatorKeys`, answered in `coordinators`. Ask with `maxVersion: 3` for the older shape, which every broker speaks.
 */
export const findCoordinator = defineRequest({
  apiKey: 10,
  name: 'FindCoordinator',
  versions: [1, 6],
  flexibleSince: 3,
  request: {
    key: string().until(3).default(''),
    keyType: int8().default(coordinatorType.group),
    coordinatorKeys: array(string()).since(4).default([]),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16().until(3),
    errorMessage: string().until(3).nullable().ignorable(),
    nodeId: int32().until(3),
    host: string().until(3),
    port: int32().until(3),
    coordinators: array({
      key: string(),
      nodeId: int32(),
      host: string(),
      port: int32(),
      errorCode: int16(),
      errorMessage: string().nullable(),
    }).since(4),
  },
});
