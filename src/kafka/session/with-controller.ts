/** Requests that only the controller answers, even while another broker takes over that role. */
import { LabError } from '../../text/errors.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import type { KafkaSession } from './session.js';
import { untilAnswered } from './until-answered.js';

/** NOT_CONTROLLER: asked too early or too late. */
export const notController = 41;

/**
 * Calls `act` with the controller's connection until it returns something other than undefined, which
 * stands for "I am not the controller". Gives up as `untilAnswered` does.
 */
export async function withController<T>(
  session: KafkaSession,
  act: (controller: WireConnection) => Promise<T | undefined>,
): Promise<T> {
  return untilAnswered(
    session,
    async (reach) => {
      const { controllerId } = await session.metadata([]);
      const controller = controllerId === null ? undefined : await reach(controllerId);
      return controller && act(controller);
    },
    (timeoutMs) =>
      new LabError('timeout', `The cluster had no controller for ${timeoutMs} ms.`, {
        hint: 'With ZooKeeper, see which brokers are registered: kafka-lab brokers list; kafka-lab cluster status',
      }),
  );
}
