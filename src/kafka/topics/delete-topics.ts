/** Deletes topics and waits until the cluster no longer knows them. */
import { deleteTopics as deleteTopicsRequest } from '../../wire/requests/delete-topics.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import { topicsOnEveryBroker } from '../session/every-broker.js';
import { brokerTimeoutMs, type KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';
import { untilSeen } from '../session/until-seen.js';
import { notController, withController } from '../session/with-controller.js';

export interface DeletedTopic {
  readonly name: string;
  readonly deleted: boolean;
  readonly problem: string | null;
}

const unknownTopicOrPartition = 3;

/** Throws LabError 'not-found' before anything is deleted when one of them does not exist. */
export async function deleteTopics(
  session: KafkaSession,
  typedNames: readonly string[],
): Promise<readonly DeletedTopic[]> {
  const names = (await existingTopics(session, typedNames)).map(({ name }) => name);
  const answers = await withController(session, async (controller) => {
    const { responses } = await send(
      controller,
      deleteTopicsRequest,
      { topicNames: [...names], timeoutMs: brokerTimeoutMs(session.settings) },
      { maxVersion: 5 },
    );
    return responses.some(({ errorCode }) => errorCode === notController) ? undefined : responses;
  });
  const deleted = answers
    .map(({ name, errorCode, errorMessage }) => ({
      name: name ?? '',
      deleted: errorCode === 0,
      problem: errorCode === 0 ? null : refusal('not deleted', errorCode, errorMessage).message,
    }))
    // As they were typed: without ZooKeeper the answers come in any order.
    .sort((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
  const gone = deleted.filter((each) => each.deleted).map(({ name }) => name);
  if (gone.length > 0) {
    await untilSeen(
      session,
      async () => (await topicsOnEveryBroker(session, gone)).flat(),
      (known) => known.every(({ errorCode }) => errorCode === unknownTopicOrPartition),
      session.settings.timeoutMs,
    );
  }
  return deleted;
}
