/** More partitions for an existing topic: which keys that would move, and the change itself. */
import { LabError } from '../../text/errors.js';
import { createPartitions } from '../../wire/requests/create-partitions.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import { sampleKeys, type KeySample } from './sample-keys.js';
import { brokerTimeoutMs, type KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';
import { waitForLeaders } from './wait-for-leaders.js';
import { notController, withController } from '../session/with-controller.js';
import { commandLine } from '../../text/command-line.js';

export interface PartitionGrowth {
  readonly topic: string;
  readonly before: number;
  readonly count: number;
  readonly outcome: 'planned' | 'added';
  /** Of recent records, before anything was done. */
  readonly sample: KeySample;
}

/** Throws LabError 'refused' for a smaller count, and with the broker's message. */
export async function planPartitions(
  session: KafkaSession,
  name: string,
  count: number,
): Promise<PartitionGrowth> {
  const [topic] = await existingTopics(session, [name]);
  const before = topic?.partitions.length ?? 0;
  checkGrowth(name, before, count);
  await requestPartitions(session, name, count, { validateOnly: true });
  const sample = await sampleKeys(session, name, before, count);
  return { topic: name, before, count, outcome: 'planned', sample };
}

/** Throws LabError 'refused' with the broker's message. */
export async function addPartitions(session: KafkaSession, name: string, count: number): Promise<void> {
  await requestPartitions(session, name, count, { validateOnly: false });
  await waitForLeaders(session, name, count, `Topic "${name}" has ${count} partitions now`);
}

function checkGrowth(name: string, before: number, count: number): void {
  if (count > before) return;
  if (count === before) {
    throw new LabError(
      'refused',
      `Topic "${name}" has ${count} ${count === 1 ? 'partition' : 'partitions'} already.`,
    );
  }
  throw new LabError(
    'refused',
    `Topic "${name}" has ${before} partitions and cannot have ${count}: Kafka never takes partitions away, because their records would go with them.`,
    {
      hint: `Make a topic with fewer and copy the records: ${commandLine`topics create ${name}-${count} --partitions ${count}`}`,
    },
  );
}

async function requestPartitions(
  session: KafkaSession,
  name: string,
  count: number,
  { validateOnly }: { readonly validateOnly: boolean },
): Promise<void> {
  const answer = await withController(session, async (controller) => {
    const { results } = await send(controller, createPartitions, {
      topics: [{ name, count }],
      timeoutMs: brokerTimeoutMs(session.settings),
      validateOnly,
    });
    const [result] = results;
    return result?.errorCode === notController ? undefined : result;
  });
  if (answer.errorCode !== 0) {
    throw refusal(`Topic "${name}" gets no more partitions`, answer.errorCode, answer.errorMessage);
  }
}
