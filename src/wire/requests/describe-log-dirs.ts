/** DescribeLogDirs: size on disk of every partition of a broker. */
import { anyInt64, array, bool, int16, int32, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** The version of the answer that tells of cordoned log dirs (KIP-1066). */
export const cordonedSince = 5;

/** https://kafka.apache.org/protocol#The_Messages_DescribeLogDirs (KIP-113, size of the volume KIP-827), to the broker whose disk it is. */
export const describeLogDirs = defineRequest({
  apiKey: 35,
  name: 'DescribeLogDirs',
  versions: [1, 5],
  flexibleSince: 2,
  request: {
    /** null: all. */
    topics: array({ topic: string(), partitions: array(int32()) }).nullable(),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16().since(3).ignorable(),
    results: array({
      errorCode: int16(),
      logDir: string(),
      topics: array({
        name: string(),
        partitions: array({
          partitionIndex: int32(),
          partitionSize: anyInt64(),
          offsetLag: anyInt64(),
          isFutureKey: bool(),
        }),
      }),
      totalBytes: anyInt64().since(4).default(-1).ignorable(),
      usableBytes: anyInt64().since(4).default(-1).ignorable(),
      /** No new replicas are put there. */
      isCordoned: bool().since(cordonedSince).default(false).ignorable(),
    }),
  },
});
