/** A producer id for idempotent writing: with it a broker recognizes what it has already (KIP-98). */
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../../text/errors.js';
import { kafkaErrorCode } from '../protocol/error-codes.js';
import { initProducerId } from '../requests/init-producer-id.js';
import { send } from '../protocol/send.js';
import { reasonOf } from './outcome.js';
import type { Producer } from './partition.js';
import { backoffMs, type SenderSettings, type WriterCluster } from './types.js';

/** Only a transactional id makes brokers look at it, but it has to be there. */
const unusedTimeoutMs = 60_000;

/** Any broker gives one out. Throws LabError 'refused' when this user may not have one. */
export async function obtainProducer(cluster: WriterCluster, settings: SenderSettings): Promise<Producer> {
  return untilReady(settings, async () => {
    const answer = await send(await cluster.anyBroker(), initProducerId, {
      transactionalId: null,
      transactionTimeoutMs: unusedTimeoutMs,
    });
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
  settings: SenderSettings,
  ask: () => Promise<{ readonly errorCode: number; readonly value: T }>,
  /** Called between two tries. */
  again: () => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  const giveUpAtMs = Date.now() + settings.deliveryTimeoutMs;
  for (let failures = 0; ; failures++) {
    let problem: string;
    try {
      const { errorCode, value } = await ask();
      if (errorCode === 0) return value;
      problem = reasonOf(errorCode);
      if (!kafkaErrorCode(errorCode).retriable) throw refused(problem);
    } catch (error) {
      const passes = error instanceof LabError && (error.code === 'unreachable' || error.code === 'timeout');
      if (!passes || Date.now() >= giveUpAtMs) throw error;
      problem = error.message;
    }
    if (Date.now() >= giveUpAtMs) {
      throw new LabError('timeout', `The brokers gave out no producer id: ${problem}`);
    }
    await delay(backoffMs(settings, failures));
    await again();
  }
}

function refused(problem: string): LabError {
  return new LabError('refused', `The brokers gave out no producer id: ${problem}`, {
    hint: 'Without one, records may be written twice when an answer is lost: --no-idempotent',
  });
}
