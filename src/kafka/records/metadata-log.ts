/** The log of a cluster's metadata (KRaft), which its active controller serves as a topic of one partition (KIP-595). */
import { LabError } from '../../text/errors.js';
import { positionIn, type Positions } from '../../text/positions.js';
import { send } from '../../wire/protocol/send.js';
import type { LeaderDirectory } from '../../wire/reader/reader.js';
import { clusterMetadataTopic } from '../../wire/requests/describe-quorum.js';
import { fetch } from '../../wire/requests/fetch.js';
import { reachActiveController, type ActiveController } from '../brokers/quorum.js';
import { refusal } from '../connection/errors.js';
import { findOffset, type Bounds } from '../session/find-offset.js';
import type { KafkaSession } from '../session/session.js';
import { rangeWithin, type RangeRequest, type ReadPlan } from './read-ranges.js';

/** Kafka's own id of it (Uuid.METADATA_TOPIC_ID), the same in every cluster. */
const topicId = 'AAAAAAAAAAAAAAAAAAAAAQ';

/** Throws LabError. */
export async function planMetadataLog(session: KafkaSession, request: RangeRequest): Promise<ReadPlan> {
  checkRequest(request);
  const { from, to, follow } = request;
  let active = await reachActiveController(session);
  const { low, notes } = await beginningOf(active);
  const bounds = { low, high: Math.max(low, active.logEnd) };
  const range = rangeWithin(
    bounds,
    offsetIn(from, bounds),
    to === null ? Infinity : offsetIn(to, bounds),
    follow,
  );
  const directory: LeaderDirectory = {
    leaderOf: () => Promise.resolve(active.connection),
    async refresh() {
      active = await reachActiveController(session);
    },
    look: () => ({ exists: true, topicId, leaderEpoch: active.epoch }),
  };
  const place = { topic: clusterMetadataTopic, partition: 0 };
  return {
    ranges: [{ ...place, from: follow ? Math.min(range.from, bounds.high) : range.from, to: range.to }],
    notes: [
      ...(from.kind === 'start' || range.asked < low ? notes : []),
      ...(range.asked > bounds.high && !follow
        ? [`@metadata: there is no offset ${range.asked} yet; it ends at ${bounds.high}.`]
        : []),
    ],
    leftOut: [],
    isPartial: false,
    open: [],
    topics: [],
    directory,
  };
}

function checkRequest({ topics, partitions, from, to }: RangeRequest): void {
  if (topics.length > 1) {
    throw new LabError('usage', '@metadata is read alone: leave the other topics out.');
  }
  if (partitions.some((partition) => partition !== 0)) {
    throw new LabError('usage', '@metadata has one partition, 0.');
  }
  if ([from, to].some((each) => each?.kind === 'time' || each?.kind === 'place')) {
    throw new LabError(
      'usage',
      '@metadata is read by offsets: controllers do not look up the offset of a time or a place.',
      { hint: 'Positions in it: start, end, an offset (42), the last N (-10)' },
    );
  }
}

function offsetIn(positions: Positions, bounds: Bounds) {
  return findOffset(positionIn(positions, clusterMetadataTopic, 0), bounds, undefined).offset;
}

/**
 * The first offset that can be read, from a request as followers send it at first. What is before it is in a snapshot, which
 * takes another request: what a leader says then is where its log begins. The very first record behind a snapshot is left
 * out as well: it is given only to those who know the epoch of the record before it.
 */
async function beginningOf({
  connection,
  epoch,
}: ActiveController): Promise<{ readonly low: number; readonly notes: readonly string[] }> {
  const { errorCode, responses } = await send(connection, fetch, {
    maxWaitMs: 0,
    minBytes: 0,
    topics: [
      {
        topicId,
        partitions: [
          {
            partition: 0,
            currentLeaderEpoch: epoch,
            fetchOffset: 0,
            lastFetchedEpoch: 0,
            partitionMaxBytes: 1,
          },
        ],
      },
    ],
  });
  const answer = responses[0]?.partitions[0];
  const code = errorCode || (answer?.errorCode ?? 0);
  if (code !== 0 || !answer) throw refusal("The log of the cluster's metadata cannot be read", code);
  if (answer.snapshotId.endOffset < 0) return { low: 0, notes: [] };
  const low = Math.max(answer.logStartOffset, 0) + 1;
  return {
    low,
    notes: [
      `@metadata is read from offset ${low} on: what was before is in the snapshot of offset ${answer.snapshotId.endOffset}, which is not read.`,
    ],
  };
}
