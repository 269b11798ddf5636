/** Asks the one broker that can answer, even while it is starting, dying or handing over to another. */
import { LabError } from '../../text/errors.js';
import { askAgain } from '../../text/wait.js';
import type { Address } from '../../net/addresses.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import type { KafkaSession } from './session.js';

/** Undefined while the broker cannot be reached: metadata lists a dead one for a moment longer. */
export type Reach = (brokerId: number, told?: Address) => Promise<WireConnection | undefined>;

/**
 * Asks until the answer is not undefined, which stands for "not now". Gives up after the session's time-out, with LabError
 * 'unreachable' if the broker could not be reached last time, else with the error of `tooLate`.
 */
export async function untilAnswered<T>(
  session: KafkaSession,
  ask: (reach: Reach) => Promise<T | undefined>,
  tooLate: (timeoutMs: number) => LabError,
): Promise<T> {
  let unreachable: LabError | undefined;
  const reach: Reach = async (brokerId, told) => {
    try {
      return await session.broker(brokerId, told);
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'unreachable') throw error;
      unreachable = error;
      return undefined;
    }
  };
  const answer = await askAgain(
    () => {
      unreachable = undefined;
      return ask(reach);
    },
    { ...session.settings, pauseMs: 100 },
  );
  if (answer === undefined) throw unreachable ?? tooLate(session.settings.timeoutMs);
  return answer;
}
