/** Requests that only the controller answers, while it may just be changing hands. */
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../../text/errors.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import type { KafkaSession } from './session.js';

/** NOT_CONTROLLER: asked too early or too late. */
export const notController = 41;
const pauseMs = 200;

/**
 * Calls `act` with the controller's connection until it answers something else than undefined, which
 * stands for "I am not the controller". Gives up after the session's time-out with LabError 'timeout'.
 */
export async function withController<T>(
  session: KafkaSession,
  act: (controller: WireConnection) => Promise<T | undefined>,
): Promise<T> {
  const giveUpAt = Date.now() + session.settings.timeoutMs;
  for (;;) {
    const { controllerId } = await session.metadata([]);
    const result = controllerId === null ? undefined : await attempt(session, controllerId, act);
    if (result !== undefined) return result;
    if (Date.now() >= giveUpAt) {
      throw new LabError('timeout', `The cluster had no controller for ${session.settings.timeoutMs} ms.`, {
        hint: 'With ZooKeeper, see who is registered: kafka-lab brokers list; kafka-lab cluster status',
      });
    }
    await delay(pauseMs, undefined, { signal: session.settings.signal });
  }
}

async function attempt<T>(
  session: KafkaSession,
  controllerId: number,
  act: (controller: WireConnection) => Promise<T | undefined>,
): Promise<T | undefined> {
  let controller: WireConnection;
  try {
    controller = await session.broker(controllerId);
  } catch (error) {
    // It has just died and the others do not know yet; nothing was sent.
    if (error instanceof LabError && error.code === 'unreachable') return undefined;
    throw error;
  }
  return act(controller);
}
