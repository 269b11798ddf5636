/** Gives partitions to their preferred leader, or, if all in-sync replicas are gone, to any replica that is up. */
import { kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import { electionType, electLeaders as electLeadersRequest } from '../../wire/requests/elect-leaders.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import { leadersOf } from '../session/partition-offsets.js';
import { brokerTimeoutMs, type KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';
import { untilSeen } from '../session/until-seen.js';
import { notController, withController } from '../session/with-controller.js';
import type { TopicPartition } from '../session/partition-key.js';

export type ElectionKind = keyof typeof electionType;

export interface Election extends TopicPartition {
  readonly before: number | null;
  readonly after: number | null;
  /** `not needed`: the preferred leader leads already; for unclean elections, there is a leader. */
  readonly outcome: 'elected' | 'not needed' | 'failed';
  readonly problem: string | null;
}

/** Every partition of these topics. */
export async function electLeaders(
  session: KafkaSession,
  typedNames: readonly string[],
  kind: ElectionKind,
): Promise<readonly Election[]> {
  const topics = await existingTopics(session, typedNames);
  const names = topics.map(({ name }) => name);
  const answer = await withController(session, async (controller) => {
    const response = await send(controller, electLeadersRequest, {
      electionType: electionType[kind],
      topicPartitions: topics.map(({ name, partitions }) => ({
        topic: name,
        partitions: partitions.map(({ partition }) => partition),
      })),
      timeoutMs: brokerTimeoutMs(session.settings),
    });
    return response.errorCode === notController ? undefined : response;
  });
  if (answer.errorCode !== 0) throw refusal('No leader was elected', answer.errorCode);
  const answers = new Map(
    answer.replicaElectionResults.flatMap(({ topic, partitionResult }) =>
      partitionResult.map((each) => [`${topic} ${each.partitionId}`, each] as const),
    ),
  );
  const results = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partition, leader, replicas }) => {
      const own = answers.get(`${name} ${partition}`);
      const preferred = replicas[0] ?? null;
      const expected: Leader = kind === 'preferred' ? preferred : 'any';
      return {
        topic: name,
        partition,
        before: leader,
        expected,
        isOverdue: isOverdue(own),
        ...outcomeOf(own),
      };
    }),
  );
  const leaders = await leadersAfter(session, names, (topic, partition) => {
    const own = results.find((each) => each.topic === topic && each.partition === partition);
    return own && (own.isOverdue || own.outcome === 'elected') ? own.expected : undefined;
  });
  return results.map(({ topic, partition, before, expected, isOverdue, ...answered }) => {
    const after = leaders.get(`${topic} ${partition}`) ?? null;
    // The controller has elected it; that broker had not heard of it when its time was over.
    const isElected = isOverdue && isExpected(after, expected);
    const { outcome, problem } = isElected ? elected : answered;
    return { topic, partition, before, after, outcome, problem };
  });
}

interface PartitionAnswer {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

const elected: Pick<Election, 'outcome' | 'problem'> = { outcome: 'elected', problem: null };

function isOverdue(answer: PartitionAnswer | undefined): boolean {
  return answer !== undefined && kafkaErrorCode(answer.errorCode).name === 'REQUEST_TIMED_OUT';
}

/** Partitions that the answer does not name needed no election. */
function outcomeOf(answer: PartitionAnswer | undefined): Pick<Election, 'outcome' | 'problem'> {
  if (!answer || kafkaErrorCode(answer.errorCode).name === 'ELECTION_NOT_NEEDED') {
    return { outcome: 'not needed', problem: null };
  }
  if (answer.errorCode === 0) return elected;
  const { message } = refusal('not elected', answer.errorCode, answer.errorMessage);
  return { outcome: 'failed', problem: message };
}

type Leader = number | null | 'any';

function isExpected(leader: number | null, expected: Leader): boolean {
  return expected === 'any' ? leader !== null : leader === expected;
}

/** The other brokers learn of a new leader a little later than the controller. */
async function leadersAfter(
  session: KafkaSession,
  names: readonly string[],
  /** Undefined: no leader is waited for. */
  expected: (topic: string, partition: number) => Leader | undefined,
): Promise<ReadonlyMap<string, number | null>> {
  const partitions = await untilSeen(
    session,
    async () => leadersOf((await session.metadata(names)).topics),
    (all) =>
      all.every(({ topic, partition, leader }) => {
        const wanted = expected(topic, partition);
        return wanted === undefined || isExpected(leader, wanted);
      }),
  );
  return new Map(partitions.map(({ topic, partition, leader }) => [`${topic} ${partition}`, leader]));
}
