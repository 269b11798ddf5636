/** A broker that has just become the coordinator of groups reads them first; a moment later it answers. */
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../../text/errors.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import type { KafkaSession } from './session.js';

const pauseMs = 100;

/** Asks until the answer is not undefined. Gives up after the session's time-out with LabError 'timeout'. */
export async function untilLoaded<T>(
  session: KafkaSession,
  broker: number,
  ask: (connection: WireConnection) => Promise<T | undefined>,
): Promise<T> {
  const { timeoutMs, signal } = session.settings;
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask(await session.broker(broker));
    if (answer !== undefined) return answer;
    if (Date.now() >= giveUpAt) {
      throw new LabError('timeout', `Broker ${broker} was still loading its groups after ${timeoutMs} ms.`);
    }
    await delay(pauseMs, undefined, { signal });
  }
}
