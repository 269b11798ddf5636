/** Features: which levels each node supports, and which level of each holds in the cluster (KIP-584). */
import type { WireConnection } from '../../wire/protocol/connection.js';
import { isController, send } from '../../wire/protocol/send.js';
import { apiVersions } from '../../wire/requests/api-versions.js';
import { featureAbout, releaseOfLevel } from '../../words/features.js';
import { asLabError, refusal } from '../connection/errors.js';
import type { KafkaSession } from '../session/session.js';
import { controllersOf } from './quorum.js';

interface NodeFeature {
  readonly name: string;
  /** The lowest and the highest level that the node supports; null if it does not know the feature. */
  readonly min: number | null;
  readonly max: number | null;
  /** The level that it works with, 0 for off; null if it does not tell of levels. */
  readonly level: number | null;
}

export interface NodeFeatures {
  /** Null for a controller that was named by its address. */
  readonly id: number | null;
  readonly role: 'broker' | 'controller';
  /** How much of the cluster's metadata it knew when it answered; null from Kafka before 2.7. */
  readonly epoch: number | null;
  readonly features: readonly NodeFeature[];
  /** Why nothing is known of it. */
  readonly problem: string | null;
}

export interface FeatureState {
  readonly name: string;
  /** The level that holds, 0 for off; null if no node tells of levels. */
  readonly level: number | null;
  /** `4.4-IV2` for metadata.version, else the release that brought the level: `4.2`. */
  readonly release: string | null;
  /** The highest level that every node supports; null if one does not know the feature, or cannot be asked. */
  readonly max: number | null;
  readonly about: string | null;
}

export interface FeatureReport {
  readonly clusterId: string | null;
  /** That of the node which knew most: the levels are as of then. */
  readonly epoch: number | null;
  /** By name. */
  readonly features: readonly FeatureState[];
  readonly nodes: readonly NodeFeatures[];
}

/** Asks all brokers, and the controllers that are no brokers; or a single controller if the session is with one. */
export async function readFeatures(session: KafkaSession): Promise<FeatureReport> {
  const connection = await session.anyBroker();
  if (isController(connection)) {
    return reportOf(null, [await ask('controller', null, Promise.resolve(connection))]);
  }
  const [{ clusterId, brokers }, controllers] = await Promise.all([
    session.metadata([]),
    controllersOf(connection),
  ]);
  const isBroker = new Set(brokers.map(({ id }) => id));
  const nodes = await Promise.all([
    ...brokers.map(({ id }) => ask('broker', id, session.broker(id))),
    ...controllers
      .filter(({ id }) => !isBroker.has(id))
      .map(({ id, listeners: [listener] }) => ask('controller', id, session.broker(id, listener))),
  ]);
  return reportOf(clusterId, nodes);
}

async function ask(
  role: NodeFeatures['role'],
  id: number | null,
  reached: Promise<WireConnection>,
): Promise<NodeFeatures> {
  try {
    return { id, role, ...(await featuresOf(await reached)), problem: null };
  } catch (thrown) {
    const error = asLabError(thrown);
    if (error.code === 'interrupted') throw error;
    return { id, role, epoch: null, features: [], problem: error.message };
  }
}

/** Brokers refuse a request without a name and a version. */
const client = { clientSoftwareName: 'kafka-lab', clientSoftwareVersion: 'unknown' };

/** Nothing from a broker before Kafka 2.7, which knows no features. */
async function featuresOf(connection: WireConnection): Promise<Pick<NodeFeatures, 'epoch' | 'features'>> {
  const answer = await send(connection, apiVersions, client);
  if (answer.errorCode !== 0) throw refusal('It does not tell of its features', answer.errorCode);
  const epoch = answer.finalizedFeaturesEpoch < 0 ? null : answer.finalizedFeaturesEpoch;
  const supported = new Map(answer.supportedFeatures.map((each) => [each.name, each]));
  const levels = new Map(
    answer.finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel]),
  );
  return {
    epoch,
    features: [...new Set([...supported.keys(), ...levels.keys()])].sort().map((name) => ({
      name,
      min: supported.get(name)?.minVersion ?? null,
      max: supported.get(name)?.maxVersion ?? null,
      level: epoch === null ? null : (levels.get(name) ?? 0),
    })),
  };
}

function reportOf(clusterId: string | null, nodes: readonly NodeFeatures[]): FeatureReport {
  const newest = nodes.reduce<NodeFeatures | undefined>(
    (best, node) => ((node.epoch ?? -1) > (best?.epoch ?? -1) ? node : best),
    undefined,
  );
  const names = new Set(nodes.flatMap(({ features }) => features.map(({ name }) => name)));
  return {
    clusterId,
    epoch: newest?.epoch ?? null,
    features: [...names].sort().map((name) => {
      const level = newest ? (featureOf(newest, name)?.level ?? 0) : null;
      const highest = nodes.map((node) => featureOf(node, name)?.max ?? null);
      return {
        name,
        level,
        release: level === null ? null : (releaseOfLevel(name, level) ?? null),
        max: highest.includes(null) ? null : Math.min(...highest.flatMap((max) => max ?? [])),
        about: featureAbout(name) ?? null,
      };
    }),
    nodes,
  };
}

/** Undefined if the node does not know it, or is not known. */
export function featureOf({ features }: NodeFeatures, name: string): NodeFeature | undefined {
  return features.find((feature) => feature.name === name);
}
