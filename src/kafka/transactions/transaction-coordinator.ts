/** The broker that keeps a transactional id, asked again while it is just moving or loading. */
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../../text/errors.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { coordinatorType, findCoordinator } from '../../wire/requests/find-coordinator.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import { isMoving } from '../groups/group-coordinators.js';
import type { KafkaSession } from '../session/session.js';

const pauseMs = 100;

export interface TransactionCoordinator {
  readonly id: number;
  readonly connection: WireConnection;
}

/** Calls `act` until it answers something else than undefined: "it is moving". Gives up after the session's time-out. */
export async function onTransactionCoordinator<T>(
  session: KafkaSession,
  transactionalId: string,
  act: (coordinator: TransactionCoordinator) => Promise<T | undefined>,
): Promise<T> {
  const giveUpAt = Date.now() + session.settings.timeoutMs;
  for (;;) {
    const { errorCode, errorMessage, nodeId } = await send(
      await session.anyBroker(),
      findCoordinator,
      { key: transactionalId, keyType: coordinatorType.transaction },
      { maxVersion: 3 },
    );
    if (errorCode !== 0 && !isMoving(errorCode)) {
      throw refusal(
        `Nobody can be asked about transactional id "${transactionalId}"`,
        errorCode,
        errorMessage,
      );
    }
    if (errorCode === 0) {
      const result = await act({ id: nodeId, connection: await session.broker(nodeId) });
      if (result !== undefined) return result;
    }
    if (Date.now() >= giveUpAt) {
      throw new LabError(
        'timeout',
        `No broker was ready to answer for transactional id "${transactionalId}" within ${session.settings.timeoutMs} ms.`,
        {
          hint: 'Its coordinator leads a partition of __transaction_state. See: kafka-lab topics describe __transaction_state',
        },
      );
    }
    await delay(pauseMs, undefined, { signal: session.settings.signal });
  }
}
