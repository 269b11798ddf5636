/** Transactions as their coordinators know them: the list, the details of one, and aborting one by its id. */
import { LabError } from '../../text/errors.js';
import { timeText } from '../../text/times.js';
import { kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import { describeTransactions } from '../../wire/requests/describe-transactions.js';
import { initProducerId } from '../../wire/requests/init-producer-id.js';
import { listTransactions as listTransactionsRequest } from '../../wire/requests/list-transactions.js';
import { send } from '../../wire/protocol/send.js';
import { asLabError, refusal } from '../connection/errors.js';
import type { KafkaSession } from '../session/session.js';
import { isMoving, onCoordinator } from '../session/coordinators.js';
import { untilLoaded } from '../session/until-loaded.js';
import { untilSeen } from '../session/until-seen.js';

interface TransactionSummary {
  readonly transactionalId: string;
  readonly coordinator: number;
  readonly producerId: number;
  /** Kafka's name: Empty, Ongoing, PrepareCommit, CompleteAbort … */
  readonly state: string;
}

const knownStates = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'PrepareEpochFence',
  'Dead',
];

/** Brokers take a state only as they write it; those that may be newer than this list are left as typed. */
function knownState(typed: string): string {
  return knownStates.find((state) => state.toLowerCase() === typed.toLowerCase()) ?? typed;
}

export interface TransactionList {
  readonly transactions: readonly TransactionSummary[];
  /** Brokers that do not answer, and why. */
  readonly silent: readonly { readonly broker: number; readonly problem: string }[];
}

export interface TransactionSelection {
  /** None: all states. */
  readonly states?: readonly string[];
  readonly producerIds?: readonly number[];
}

/** Sorted by id. Throws LabError 'usage' for a state that no broker knows. */
export async function listTransactions(
  session: KafkaSession,
  { states = [], producerIds = [] }: TransactionSelection = {},
): Promise<TransactionList> {
  const { brokers } = await session.metadata([]);
  const silent: { broker: number; problem: string }[] = [];
  const lists = await Promise.all(
    brokers.map(async ({ id }): Promise<readonly TransactionSummary[]> => {
      try {
        const answer = await untilLoaded(session, id, async (connection) => {
          const filters = { stateFilters: states.map(knownState), producerIdFilters: producerIds };
          const response = await send(connection, listTransactionsRequest, filters);
          return isMoving(response.errorCode) ? undefined : response;
        });
        if (answer.unknownStateFilters.length > 0) {
          throw new LabError('usage', `No state is called ${answer.unknownStateFilters.join(', ')}.`, {
            hint: `There are: ${knownStates.join(', ')}`,
          });
        }
        if (answer.errorCode !== 0) throw refusal('not listed', answer.errorCode);
        return answer.transactionStates.map(({ transactionalId, producerId, transactionState }) => ({
          transactionalId,
          coordinator: id,
          producerId,
          state: transactionState,
        }));
      } catch (thrown) {
        const error = asLabError(thrown);
        if (error.code === 'interrupted' || error.code === 'usage') throw error;
        silent.push({ broker: id, problem: error.message });
        return [];
      }
    }),
  );
  return {
    transactions: lists.flat().sort((one, other) => (one.transactionalId < other.transactionalId ? -1 : 1)),
    silent,
  };
}

/** Whose producers these are. An id that is not there is none, unless a coordinator is silent. */
export async function transactionalIdsOf(
  session: KafkaSession,
  producerIds: readonly number[],
): Promise<{ readonly ids: ReadonlyMap<number, string>; readonly silent: TransactionList['silent'] }> {
  if (producerIds.length === 0) return { ids: new Map(), silent: [] };
  const { transactions, silent } = await listTransactions(session, { producerIds });
  const ids = new Map(transactions.map(({ producerId, transactionalId }) => [producerId, transactionalId]));
  return { ids, silent };
}

export interface TransactionDescription extends TransactionSummary {
  readonly producerEpoch: number;
  readonly timeoutMs: number;
  /** ISO 8601; null when none is open. */
  readonly startedAt: string | null;
  readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
}

/** Throws LabError 'not-found'. */
export async function describeTransaction(
  session: KafkaSession,
  transactionalId: string,
): Promise<TransactionDescription> {
  return onCoordinator(session, 'transaction', transactionalId, async ({ id, connection }) => {
    const { transactionStates } = await send(connection, describeTransactions, {
      transactionalIds: [transactionalId],
    });
    const [state] = transactionStates;
    if (!state || isMoving(state.errorCode)) return undefined;
    if (kafkaErrorCode(state.errorCode).name === 'TRANSACTIONAL_ID_NOT_FOUND') {
      throw new LabError('not-found', `No transactional id "${transactionalId}" is known.`, {
        hint: 'See which are: kafka-lab transactions list. Brokers forget ids after a week without use.',
      });
    }
    if (state.errorCode !== 0) throw refusal(`"${transactionalId}" cannot be described`, state.errorCode);
    return {
      transactionalId,
      coordinator: id,
      producerId: state.producerId,
      producerEpoch: state.producerEpoch,
      state: state.transactionState,
      timeoutMs: state.transactionTimeoutMs,
      startedAt: state.transactionStartTimeMs < 0 ? null : timeText(state.transactionStartTimeMs),
      partitions: state.topics
        .flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })))
        .sort((one, other) =>
          one.topic === other.topic ? one.partition - other.partition : one.topic < other.topic ? -1 : 1,
        ),
    };
  });
}

export interface AbortedTransaction {
  readonly before: TransactionDescription;
  readonly state: string;
}

/**
 * Takes the id over as a new producer would: its open transaction is aborted, and its producer is fenced.
 * Throws LabError 'refused' if nothing is open.
 */
export async function abortTransaction(
  session: KafkaSession,
  transactionalId: string,
): Promise<AbortedTransaction> {
  const before = await describeTransaction(session, transactionalId);
  if (before.state !== 'Ongoing') {
    throw new LabError('refused', `"${transactionalId}" has no open transaction: it is ${before.state}.`, {
      hint: 'A transaction that only a partition still holds open: kafka-lab transactions hanging',
    });
  }
  await onCoordinator(session, 'transaction', transactionalId, async ({ connection }) => {
    const { errorCode } = await send(connection, initProducerId, {
      transactionalId,
      transactionTimeoutMs: before.timeoutMs,
    });
    const isBusy = kafkaErrorCode(errorCode).name === 'CONCURRENT_TRANSACTIONS';
    if (isMoving(errorCode) || isBusy) return undefined;
    if (errorCode !== 0) throw refusal(`"${transactionalId}" was not aborted`, errorCode);
    return true;
  });
  const after = await untilSeen(
    session,
    () => describeTransaction(session, transactionalId),
    ({ state }) => state !== 'Ongoing' && !state.startsWith('Prepare'),
  );
  return { before, state: after.state };
}
