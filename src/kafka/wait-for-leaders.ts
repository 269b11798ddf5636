/** Waits until a topic that was made or grown is there as a whole, every partition with a leader. */
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../errors.js';
import { kafkaErrorCode } from '../wire/error-codes.js';
import type { KafkaSession } from './session.js';

/**
 * A new partition reaches the other brokers a little later (under KRaft as a rule), and its leader later still.
 * `done`: "Topic orders was created", for LabError 'timeout' when it does not get ready.
 */
export async function waitForLeaders(
  session: KafkaSession,
  name: string,
  atLeastPartitions: number,
  done: string,
): Promise<{ readonly partitions: number; readonly replicationFactor: number }> {
  const giveUpAt = Date.now() + session.settings.timeoutMs;
  for (;;) {
    const { topics } = await session.metadata([name]);
    const topic = topics[0];
    const partitions = topic?.partitions ?? [];
    const led = partitions.filter(({ leader }) => leader !== null).length;
    if (topic?.errorCode === 0 && partitions.length >= atLeastPartitions && led === partitions.length) {
      return { partitions: partitions.length, replicationFactor: partitions[0]?.replicas.length ?? 0 };
    }
    if (Date.now() >= giveUpAt) {
      const state =
        topic && topic.errorCode !== 0
          ? kafkaErrorCode(topic.errorCode).name
          : `${led} of ${Math.max(partitions.length, atLeastPartitions)} partitions have a leader`;
      throw new LabError('timeout', `${done}, but is not ready: ${state}.`, {
        hint: `See what is missing: kafka-lab topics describe ${name}`,
      });
    }
    await delay(50, undefined, { signal: session.settings.signal });
  }
}
