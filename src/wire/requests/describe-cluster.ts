/** DescribeCluster: cluster id and brokers, without the topics. */
import { array, bool, int16, int32, int8, string } from '../schema.js';
import { defineRequest } from '../schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_DescribeCluster (KIP-700, controllers KIP-919, fenced brokers KIP-1073). */
export const describeCluster = defineRequest({
  apiKey: 60,
  name: 'DescribeCluster',
  versions: [0, 2],
  flexibleSince: 0,
  request: {
    includeClusterAuthorizedOperations: bool().default(false),
    /** 1 brokers, 2 controllers. */
    endpointType: int8().since(1).default(1),
    includeFencedBrokers: bool().since(2).default(false),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16(),
    errorMessage: string().nullable(),
    endpointType: int8().since(1).default(1),
    clusterId: string(),
    /** Under KRaft any live broker, not the controller: DescribeQuorum knows. */
    controllerId: int32(),
    brokers: array({
      brokerId: int32(),
      host: string(),
      port: int32(),
      rack: string().nullable(),
      isFenced: bool().since(2),
    }),
    clusterAuthorizedOperations: int32(),
  },
});
