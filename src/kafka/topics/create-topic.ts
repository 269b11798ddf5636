/** Creates a topic and waits until every partition has a leader. */
import { LabError } from '../../text/errors.js';
import { createTopics } from '../../wire/requests/create-topics.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import { hintForMistyped } from '../configs/mistyped-config.js';
import { checkUp } from '../brokers/existing-broker.js';
import { brokerTimeoutMs, type KafkaSession } from '../session/session.js';
import { checkTopicName } from '../session/topic-names.js';
import { untilSeen } from '../session/until-seen.js';
import { waitForLeaders } from './wait-for-leaders.js';
import { notController, withController } from '../session/with-controller.js';
import { commandLine } from '../../text/command-line.js';

export interface TopicPlan {
  readonly name: string;
  /** −1: the broker's default. */
  readonly partitions: number;
  readonly replicationFactor: number;
  /** The brokers of each partition, the preferred leader first; none: the controller chooses. */
  readonly assignment?: readonly (readonly number[])[] | undefined;
  readonly configs: ReadonlyMap<string, string>;
}

export interface CreatedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
  /** `planned`: the broker would accept it; nothing was created. */
  readonly outcome: 'created' | 'planned' | 'exists';
}

const unknownTopicOrPartition = 3;
const topicAlreadyExists = 36;
const requestTimedOut = 7;
const invalidConfig = 40;

/** Throws LabError 'exists' unless `ifNotExists`, 'refused' with the broker's message. */
export async function createTopic(
  session: KafkaSession,
  plan: TopicPlan,
  { ifNotExists, dryRun }: { readonly ifNotExists: boolean; readonly dryRun: boolean },
): Promise<CreatedTopic> {
  checkTopicName(plan.name);
  await checkBrokers(session, plan);
  const answer = await createOnceGone(session, plan, dryRun);
  const configs = Object.fromEntries(plan.configs);
  if (answer.errorCode === topicAlreadyExists && answer.isBeingDeleted) {
    throw new LabError('exists', `Topic "${plan.name}" is still being deleted.`, {
      hint: 'That needs every broker that holds one of its replicas: see who is up with kafka-lab brokers list, and try again',
    });
  }
  if (answer.errorCode === topicAlreadyExists && ifNotExists) {
    const { topics } = await session.metadata([plan.name]);
    const partitions = topics[0]?.partitions ?? [];
    const replicationFactor = partitions[0]?.replicas.length ?? 0;
    return {
      name: plan.name,
      partitions: partitions.length,
      replicationFactor,
      configs: {},
      outcome: 'exists',
    };
  }
  if (answer.errorCode === topicAlreadyExists) {
    throw new LabError('exists', `Topic "${plan.name}" exists already.`, {
      hint: `See it: ${commandLine`topics describe ${plan.name}`}; to accept it as it is, add --if-not-exists`,
    });
  }
  // The controller may take longer than one time-out while a broker is dying, and still create the topic.
  if (answer.errorCode !== 0 && answer.errorCode !== requestTimedOut) {
    const error = refusal(`Topic "${plan.name}" could not be created`, answer.errorCode, answer.errorMessage);
    const hint = answer.errorCode === invalidConfig ? await hintForConfigs(session, plan, answer) : undefined;
    throw hint === undefined ? error : new LabError(error.code, error.message, { hint });
  }
  if (dryRun) return { ...shapeOf(plan, answer), configs, outcome: 'planned' };
  const made = await waitForLeaders(session, plan.name, 1, `Topic "${plan.name}" was created`);
  return { name: plan.name, ...made, configs, outcome: 'created' };
}

/**
 * Brokers forget a deleted topic before the controller is done with it, and refuse its name until then: usually for some
 * milliseconds, with a replica on a broker that is down until that one is back.
 */
function createOnceGone(session: KafkaSession, plan: TopicPlan, dryRun: boolean) {
  return untilSeen(
    session,
    async () => {
      const answer = await requestTopic(session, plan, dryRun);
      const isBeingDeleted =
        answer.errorCode === topicAlreadyExists &&
        (await session.metadata([plan.name])).topics[0]?.errorCode === unknownTopicOrPartition;
      return { ...answer, isBeingDeleted };
    },
    ({ isBeingDeleted }) => !isBeingDeleted,
    session.settings.timeoutMs,
  );
}

function requestTopic(session: KafkaSession, plan: TopicPlan, validateOnly: boolean) {
  return withController(session, async (controller) => {
    const response = await send(controller, createTopics, {
      topics: [
        {
          name: plan.name,
          numPartitions: plan.assignment ? -1 : plan.partitions,
          replicationFactor: plan.assignment ? -1 : plan.replicationFactor,
          assignments: (plan.assignment ?? []).map((brokerIds, partitionIndex) => ({
            partitionIndex,
            brokerIds,
          })),
          configs: [...plan.configs].map(([name, value]) => ({ name, value })),
        },
      ],
      timeoutMs: brokerTimeoutMs(session.settings),
      validateOnly,
    });
    const [topic] = response.topics;
    return topic?.errorCode === notController ? undefined : topic;
  });
}

/** A topic without any would have all the configs that there are (KIP-525). */
async function hintForConfigs(
  session: KafkaSession,
  plan: TopicPlan,
  { errorMessage }: { readonly errorMessage: string | null },
): Promise<string | undefined> {
  const bare = await requestTopic(session, { ...plan, configs: new Map() }, true).catch(() => undefined);
  const known = bare?.configs?.map(({ name }) => name) ?? [];
  return hintForMistyped(plan.configs.keys(), known, errorMessage);
}

/** The broker would say the same; this explains it better, before anything is sent. */
async function checkBrokers(
  session: KafkaSession,
  { name, replicationFactor, assignment = [] }: TopicPlan,
): Promise<void> {
  const { brokers } = await session.metadata([]);
  checkUp([...new Set(assignment.flat())], brokers);
  if (replicationFactor <= brokers.length) return;
  throw new LabError(
    'refused',
    `Topic "${name}" cannot have ${replicationFactor} replicas: ${brokers.length} ${brokers.length === 1 ? 'broker is' : 'brokers are'} up, and each replica needs a broker of its own.`,
    { hint: `Use --replication-factor ${brokers.length}, or add a broker: kafka-lab cluster add` },
  );
}

function shapeOf(plan: TopicPlan, answer: { numPartitions: number; replicationFactor: number }) {
  // Versions before 5 do not say; then the plan is all that is known.
  return {
    name: plan.name,
    partitions: answer.numPartitions > 0 ? answer.numPartitions : plan.partitions,
    replicationFactor: answer.replicationFactor > 0 ? answer.replicationFactor : plan.replicationFactor,
  };
}
