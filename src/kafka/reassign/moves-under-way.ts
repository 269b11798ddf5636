/** The reassignments in progress on the controller, and cancelling them. */
import { groupBy } from '../../text/group-by.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { alterPartitionReassignments } from '../../wire/requests/alter-partition-reassignments.js';
import { listPartitionReassignments } from '../../wire/requests/list-partition-reassignments.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import { brokerTimeoutMs, type KafkaSession } from '../session/session.js';
import { notController, withController } from '../session/with-controller.js';
import type { TopicPartition } from '../session/partition-key.js';

export interface MoveUnderWay extends TopicPartition {
  /** All of them, including those being added and removed. */
  readonly replicas: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

/** Of the whole cluster. */
export async function movesUnderWay(session: KafkaSession): Promise<readonly MoveUnderWay[]> {
  const { errorCode, errorMessage, topics } = await withController(session, async (controller) => {
    const answer = await send(controller, listPartitionReassignments, {
      timeoutMs: brokerTimeoutMs(session.settings),
    });
    return answer.errorCode === notController ? undefined : answer;
  });
  if (errorCode !== 0) {
    throw refusal('The controller does not say which replicas are moving', errorCode, errorMessage);
  }
  return topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, replicas, addingReplicas, removingReplicas }) => ({
      topic: name,
      partition: partitionIndex,
      replicas,
      adding: addingReplicas,
      removing: removingReplicas,
    })),
  );
}

export interface WantedReplicas extends TopicPartition {
  /** Null cancels a move. */
  readonly replicas: readonly number[] | null;
}

export interface ReassignAnswer extends TopicPartition {
  readonly problem: string | null;
}

/** Starts moves, or cancels them; an answer for each partition. Throws LabError 'refused' if the whole request is. */
export async function requestReplicas(
  session: KafkaSession,
  wanted: readonly WantedReplicas[],
): Promise<readonly ReassignAnswer[]> {
  const { errorCode, errorMessage, responses } = await withController(session, async (controller) => {
    const answer = await send(controller, alterPartitionReassignments, {
      timeoutMs: brokerTimeoutMs(session.settings),
      topics: [...groupBy(wanted, ({ topic }) => topic)].map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition, replicas }) => ({ partitionIndex: partition, replicas })),
      })),
    });
    return answer.errorCode === notController ? undefined : answer;
  });
  if (errorCode !== 0) throw refusal('No replica is moved', errorCode, errorMessage);
  return responses.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, errorCode: own, errorMessage: detail }) => ({
      topic: name,
      partition: partitionIndex,
      problem: own === 0 || own === noneUnderWay ? null : refusal('refused', own, detail).message,
    })),
  );
}

/** A move that has ended needs no cancelling. */
const noneUnderWay = errorCodeNamed('NO_REASSIGNMENT_IN_PROGRESS');
