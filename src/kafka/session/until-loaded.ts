/** A broker that has just become a coordinator loads its state first; a moment later it answers. */
import { LabError } from '../../text/errors.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import type { KafkaSession } from './session.js';
import { untilAnswered } from './until-answered.js';

/** Asks until the answer is not undefined. Throws LabError 'unreachable' at once, 'timeout' after the session's time-out. */
export async function untilLoaded<T>(
  session: KafkaSession,
  broker: number,
  ask: (connection: WireConnection) => Promise<T | undefined>,
): Promise<T> {
  return untilAnswered(
    session,
    async () => ask(await session.broker(broker)),
    (timeoutMs) => new LabError('timeout', `Broker ${broker} was still loading after ${timeoutMs} ms.`),
  );
}
