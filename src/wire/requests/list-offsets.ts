/** ListOffsets: the offset that belongs to a time, or to an end of the log. */
import { anyInt64, array, int16, int32, int64, int8, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** Values of `timestamp` with a meaning of their own. */
export const offsetAt = {
  latest: -1,
  earliest: -2,
  /** KIP-734: the record with the greatest timestamp. */
  maxTimestamp: -3,
  /** KIP-405: the earliest offset on the broker's own disk, with tiered storage. */
  earliestLocal: -4,
  /** KIP-1005: the last offset in tiered storage. */
  latestTiered: -5,
  /** KIP-1023: the earliest offset that is not in tiered storage yet. */
  earliestPendingUpload: -6,
} as const;

/** The first version in which a value of `offsetAt` can be asked for, and the first release that speaks it. */
export const offsetAtSince = {
  maxTimestamp: { version: 7, release: '3.0' },
  earliestLocal: { version: 8, release: '3.5' },
  latestTiered: { version: 9, release: '3.9' },
  earliestPendingUpload: { version: 11, release: '4.2' },
} as const;

/** https://kafka.apache.org/protocol#The_Messages_ListOffsets */
export const listOffsets = defineRequest({
  apiKey: 2,
  name: 'ListOffsets',
  versions: [1, 11],
  flexibleSince: 6,
  request: {
    replicaId: int32().default(-1),
    /** 0: up to the high watermark; 1: up to the last stable offset. */
    isolationLevel: int8().since(2).default(0),
    topics: array({
      name: string(),
      partitions: array({
        partitionIndex: int32(),
        currentLeaderEpoch: int32().since(4).default(-1).ignorable(),
        timestamp: anyInt64(),
      }),
    }),
    timeoutMs: int32().since(10).default(0).ignorable(),
  },
  response: {
    throttleTimeMs: int32().since(2).ignorable(),
    topics: array({
      name: string(),
      partitions: array({
        partitionIndex: int32(),
        errorCode: int16(),
        timestamp: anyInt64(),
        offset: int64(),
        leaderEpoch: int32().since(4).default(-1),
      }),
    }),
  },
});
