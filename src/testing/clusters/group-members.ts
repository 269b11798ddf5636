/** Live members of a consumer group, through kafkajs, for tests of what tools may do beside them. */
import type { Consumer } from 'kafkajs';
import { kafkajsClient } from './kafkajs-records.js';

export interface GroupMembers {
  /** Resolves once they have left. */
  leave(): Promise<void>;
}

/** Resolves once all of them are in, and each has its assignment. */
export async function joinGroup(
  groupId: string,
  topics: readonly string[],
  count = 1,
): Promise<GroupMembers> {
  const consumers: Consumer[] = [];
  const joined = Array.from({ length: count }, () => {
    const consumer = kafkajsClient().consumer({
      groupId,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 200,
      heartbeatInterval: 300,
      sessionTimeout: 10_000,
      rebalanceTimeout: 5000,
    });
    consumers.push(consumer);
    return new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.GROUP_JOIN, () => resolve());
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer
        .connect()
        .then(() => consumer.subscribe({ topics: [...topics], fromBeginning: true }))
        .then(() => consumer.run({ autoCommit: false, eachMessage: () => Promise.resolve() }))
        .catch(reject);
    });
  });
  await Promise.all(joined);
  return {
    async leave() {
      await Promise.all(consumers.map((each) => each.disconnect()));
    },
  };
}
