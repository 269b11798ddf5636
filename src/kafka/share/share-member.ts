/** A member of a share group: joins, hears by heartbeats which partitions it reads, and leaves. Nothing is shared out between members. */
import { randomBytes } from 'node:crypto';
import { commandLine } from '../../text/command-line.js';
import { isUnanswered, LabError } from '../../text/errors.js';
import { askAgain, pause } from '../../text/wait.js';
import { kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import type { ResponseBody } from '../../wire/protocol/schema-request.js';
import { send } from '../../wire/protocol/send.js';
import { shareGroupHeartbeat } from '../../wire/requests/share-group-heartbeat.js';
import { refusal } from '../connection/errors.js';
import { needsInWords, requireType } from '../groups/kinds/group-kinds.js';
import { isMoving, onCoordinator } from '../session/coordinators.js';
import type { KafkaSession } from '../session/session.js';

type Heartbeat = ResponseBody<typeof shareGroupHeartbeat>;

export interface AssignedTopic {
  readonly topicId: string;
  readonly partitions: readonly number[];
}

export interface ShareMemberSettings {
  readonly session: KafkaSession;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Aborted when the member is to stop. */
  readonly signal: AbortSignal;
  assigned(topics: readonly AssignedTopic[]): void;
  note(text: string): void;
}

const joiningEpoch = 0;
const leavingEpoch = -1;
/** While nothing is assigned: a group that is new has to make itself known to its partitions first. */
const eagerMs = 100;
const eagerForMs = 10_000;
/** Whatever a broker says. */
const [leastMs, mostMs] = [50, 60_000];

export class ShareMembership {
  /** Chosen by the member, and kept for its life. */
  readonly memberId = newMemberId();
  readonly #settings: ShareMemberSettings;
  #epoch = joiningEpoch;
  /** To the coordinator that may count it as a member. */
  #joinedBy: WireConnection | undefined;
  #isAssigned = false;

  constructor(settings: ShareMemberSettings) {
    this.#settings = settings;
  }

  /** Resolves after `signal` was aborted; rejects if the group cannot be joined, or not any more. */
  async run(): Promise<void> {
    const { signal } = this.#settings;
    const startedMs = performance.now();
    while (!signal.aborted) {
      const intervalMs = await this.#beat();
      const isEager = !this.#isAssigned && performance.now() - startedMs < eagerForMs;
      await pause(isEager ? eagerMs : Math.min(Math.max(intervalMs, leastMs), mostMs), signal);
    }
  }

  /** By the connection of its last heartbeat: after ^C the session looks for no coordinator any more. */
  async leave(): Promise<void> {
    const connection = this.#joinedBy;
    this.#joinedBy = undefined;
    if (connection) await this.#send(connection, leavingEpoch, null);
  }

  /** Resolves with the milliseconds until the next one. */
  async #beat(): Promise<number> {
    const { groupId, topics, note, assigned, signal } = this.#settings;
    const isJoining = this.#epoch === joiningEpoch;
    const answer = await this.#patiently(() => this.#ask(this.#epoch, isJoining ? topics : null));
    if (answer === undefined || signal.aborted) return 0;
    const { name } = kafkaErrorCode(answer.errorCode);
    if (!isJoining && (name === 'UNKNOWN_MEMBER_ID' || name === 'FENCED_MEMBER_EPOCH')) {
      this.#epoch = joiningEpoch;
      note(
        `Share group ${groupId} has removed this member, which it had not heard from for too long; joining again.`,
      );
      return leastMs;
    }
    if (answer.errorCode !== 0) throw cannotJoin(groupId, answer);
    this.#epoch = answer.memberEpoch;
    if (answer.assignment) {
      const { topicPartitions } = answer.assignment;
      this.#isAssigned = topicPartitions.length > 0;
      assigned(topicPartitions);
    }
    return answer.heartbeatIntervalMs;
  }

  #ask(memberEpoch: number, subscribedTopicNames: readonly string[] | null): Promise<Heartbeat> {
    const { session, groupId } = this.#settings;
    return onCoordinator(session, 'group', groupId, async ({ connection }) => {
      requireType(connection, 'share');
      // It may be heard even if the answer is not.
      this.#joinedBy = connection;
      const answer = await this.#send(connection, memberEpoch, subscribedTopicNames);
      return isMoving(answer.errorCode) ? undefined : answer;
    });
  }

  #send(
    connection: WireConnection,
    memberEpoch: number,
    subscribedTopicNames: readonly string[] | null,
  ): Promise<Heartbeat> {
    const { groupId } = this.#settings;
    const { memberId } = this;
    return send(connection, shareGroupHeartbeat, { groupId, memberId, memberEpoch, subscribedTopicNames });
  }

  /** A coordinator that dies is followed by another. Undefined if `signal` was aborted meanwhile. */
  async #patiently<T>(ask: () => Promise<T>): Promise<T | undefined> {
    const { session, signal } = this.#settings;
    const asked = () =>
      ask().catch((error: unknown) => {
        if (isUnanswered(error)) return error;
        throw error;
      });
    try {
      const { timeoutMs } = session.settings;
      const patience = { timeoutMs, pauseMs: eagerMs, signal };
      const answer = await askAgain(asked, patience, (found) => !(found instanceof LabError));
      if (answer instanceof LabError) throw answer;
      return answer;
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  }
}

function cannotJoin(groupId: string, { errorCode, errorMessage }: Heartbeat): LabError {
  const what = `Share group ${groupId} cannot be joined`;
  const { name } = kafkaErrorCode(errorCode);
  if (name === 'UNSUPPORTED_VERSION') {
    return new LabError('refused', `${what}: ${needsInWords('share')}.`, {
      hint: 'See which features are on: kafka-lab cluster features',
    });
  }
  const refused = refusal(what, errorCode, errorMessage);
  if (name !== 'GROUP_ID_NOT_FOUND') return refused;
  // The id belongs to a group of another kind.
  return new LabError('refused', refused.message, {
    hint: `Read as a member of it with --group. What it is: ${commandLine`groups describe ${groupId}`}`,
  });
}

/** A uuid as Kafka's own clients write them: 22 characters of base64url, none of them a leading dash. */
function newMemberId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}
