/** A producer id for idempotent writing: with it a broker recognizes duplicates (KIP-98). */
import { isUnanswered, LabError } from '../../text/errors.js';
import { askAgain } from '../../text/wait.js';
import { kafkaErrorCode } from '../protocol/error-codes.js';
import { initProducerId } from '../requests/init-producer-id.js';
import { send } from '../protocol/send.js';
import { reasonOf } from './outcome.js';
import type { Producer } from './partition.js';
import { backoffMs, type Patience, type SenderSettings, type WriterCluster } from './types.js';

/** Brokers use it only with a transactional id, but it is required. */
const unusedTimeoutMs = 60_000;

/** Of every broker since Kafka 2.7. */
const commonVersion = 4;

/**
 * Any broker can allocate one. Asked for before anything else, it costs no round trip of its own. Throws LabError 'refused' if
 * the user is not authorized.
 */
export async function obtainProducer(cluster: WriterCluster, settings: SenderSettings): Promise<Producer> {
  const request = { transactionalId: null, transactionTimeoutMs: unusedTimeoutMs };
  let early = cluster.askAhead?.((connection) =>
    send(connection, initProducerId, request, { version: commonVersion }),
  );
  return untilReady(settings, async () => {
    const first = early;
    early = undefined;
    const answer = (await first) ?? (await send(await cluster.anyBroker(), initProducerId, request));
    return { errorCode: answer.errorCode, value: producerOf(answer, false) };
  });
}

export function producerOf(
  { producerId, producerEpoch }: { producerId: number; producerEpoch: number },
  transactional: boolean,
): Producer {
  return { id: producerId, epoch: producerEpoch, transactional };
}

/** Asks until the answer is no error that passes. Throws LabError 'refused' for the others, 'timeout' at last. */
export async function untilReady<T>(
  settings: Patience,
  ask: () => Promise<{ readonly errorCode: number; readonly value: T }>,
  /** Called after each try that failed. */
  forget: () => void = () => undefined,
  /** What has failed, as a sentence without its end. */
  failing = 'The brokers did not allocate a producer id',
): Promise<T> {
  const done = await askAgain(
    async (): Promise<{ readonly value: T } | LabError> => {
      let failure: LabError;
      try {
        const { errorCode, value } = await ask();
        if (errorCode === 0) return { value };
        const problem = reasonOf(errorCode);
        if (!kafkaErrorCode(errorCode).retriable) throw refused(problem);
        failure = new LabError('timeout', `${failing}: ${problem}`);
      } catch (error) {
        if (!isUnanswered(error)) throw error;
        failure = error;
      }
      forget();
      return failure;
    },
    { timeoutMs: settings.deliveryTimeoutMs, pauseMs: (failures) => backoffMs(settings, failures) },
    (answer) => !(answer instanceof LabError),
  );
  if (done instanceof LabError) throw done;
  return done.value;
}

function refused(problem: string): LabError {
  return new LabError('refused', `The brokers did not allocate a producer id: ${problem}`, {
    hint: 'Without one, records may be written twice if an answer is lost: --no-idempotent',
  });
}
