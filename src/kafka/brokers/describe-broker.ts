/** Everything about one broker, from itself and from the others; if it is down, what the others know. */
import { LabError } from '../../text/errors.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { allRequests } from '../../wire/requests/index.js';
import { describeConfig, type ConfigEntry } from '../configs/describe-config.js';
import { asLabError } from '../connection/errors.js';
import { existingBroker } from './existing-broker.js';
import { guessVersion } from '../session/guess-version.js';
import type { BrokerSummary } from './list-brokers.js';
import { logDirsOf, withoutReplicas, type LogDir } from './log-dirs.js';
import type { KafkaSession } from '../session/session.js';

interface ApiRange {
  readonly apiKey: number;
  /** Null for a request that kafka-lab never sends. */
  readonly name: string | null;
  readonly min: number;
  readonly max: number;
}

interface LedTopic {
  readonly topic: string;
  readonly partitions: readonly number[];
}

export interface BrokerDescription extends BrokerSummary {
  /** Derived from its requests; null if it cannot be asked. */
  readonly versionGuess: string | null;
  readonly logDirs: readonly LogDir[];
  /** All that differs from Kafka's defaults. */
  readonly configs: readonly ConfigEntry[];
  /** The partitions that it leads, the topic with the most first. */
  readonly leads: readonly LedTopic[];
  readonly apiVersions: readonly ApiRange[];
  /** Why some of this is missing. */
  readonly problems: readonly string[];
}

/** Throws LabError 'not-found' with the ids there are. */
export async function describeBroker(session: KafkaSession, id: number): Promise<BrokerDescription> {
  const broker = await existingBroker(session, id);
  const { topics } = await session.metadata(null);
  const leads = topics
    .map(({ name, partitions }) => ({
      topic: name,
      partitions: partitions.filter(({ leader }) => leader === id).map(({ partition }) => partition),
    }))
    .filter(({ partitions }) => partitions.length > 0)
    .sort(
      (one, other) => other.partitions.length - one.partitions.length || (one.topic < other.topic ? -1 : 1),
    );
  const unknown = { versionGuess: null, logDirs: [], configs: [], apiVersions: [] };
  if (!broker.isUp) {
    return {
      ...broker,
      ...unknown,
      leads,
      problems: [`Broker ${id} is down: this is what the other brokers know.`],
    };
  }
  const problems: string[] = [];
  const unless = async <T>(what: string, asking: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await asking;
    } catch (thrown) {
      const error = asLabError(thrown);
      if (error.code === 'interrupted') throw error;
      problems.push(`${what}: ${error.message}`);
      return [];
    }
  };
  let connection: WireConnection;
  try {
    connection = await session.broker(id);
  } catch (error) {
    if (!(error instanceof LabError) || error.code === 'interrupted') throw error;
    return { ...broker, ...unknown, leads, problems: [error.message] };
  }
  const [logDirs, configs] = await Promise.all([
    unless('Its log dirs are unknown', logDirsAlone(connection)),
    unless('Its configs are unknown', describeConfig(session, { kind: 'broker', id })),
  ]);
  return {
    ...broker,
    versionGuess: guessVersion(connection.apiVersions),
    logDirs,
    configs: configs.filter(({ source }) => source !== 'default'),
    leads,
    apiVersions: apiRanges(connection),
    problems,
  };
}

async function logDirsAlone(connection: WireConnection): Promise<readonly LogDir[]> {
  return (await logDirsOf(connection)).map(withoutReplicas);
}

function apiRanges({ apiVersions }: WireConnection): readonly ApiRange[] {
  const names = new Map(allRequests.map(({ apiKey, name }) => [apiKey, name]));
  return [...apiVersions]
    .map(([apiKey, { min, max }]) => ({ apiKey, name: names.get(apiKey) ?? null, min, max }))
    .sort((one, other) => one.apiKey - other.apiKey);
}
