/** Which requests each broker supports in which versions, beside the versions that kafka-lab supports. */
import { allRequests } from '../../wire/requests/index.js';
import type { VersionRange } from '../../wire/protocol/connection.js';
import { asLabError } from '../connection/errors.js';
import { guessVersion } from '../session/guess-version.js';
import type { KafkaSession } from '../session/session.js';

export interface ApiSupport {
  readonly apiKey: number;
  /** Null for a request that kafka-lab never sends. */
  readonly name: string | null;
  /** The versions that kafka-lab supports. */
  readonly ours: VersionRange | null;
  /** Of each broker, by its id; null if it does not support the request. */
  readonly brokers: Readonly<Record<number, VersionRange | null>>;
  /** The highest version that all support, used for every broker. Null if some broker has none in common with kafka-lab. */
  readonly used: number | null;
}

export interface ApiVersionsReport {
  readonly apis: readonly ApiSupport[];
  readonly brokers: readonly {
    readonly id: number;
    readonly versionGuess: string | null;
    readonly problem: string | null;
  }[];
}

export async function apiSupport(session: KafkaSession): Promise<ApiVersionsReport> {
  const { brokers } = await session.metadata([]);
  const answers = await Promise.all(
    brokers.map(async ({ id }) => {
      try {
        return { id, versions: (await session.broker(id)).apiVersions, problem: null };
      } catch (thrown) {
        const error = asLabError(thrown);
        if (error.code === 'interrupted') throw error;
        return { id, versions: undefined, problem: error.message };
      }
    }),
  );
  const heard = answers.flatMap(({ id, versions }) => (versions ? [{ id, versions }] : []));
  return {
    apis: supportOf(heard),
    brokers: answers.map(({ id, versions, problem }) => ({
      id,
      versionGuess: versions ? guessVersion(versions) : null,
      problem,
    })),
  };
}

/** Requests that kafka-lab or a broker supports, in the order of their numbers. */
export function supportOf(
  brokers: readonly { readonly id: number; readonly versions: ReadonlyMap<number, VersionRange> }[],
): readonly ApiSupport[] {
  const own = new Map(allRequests.map((request) => [request.apiKey, request]));
  const keys = new Set([...own.keys(), ...brokers.flatMap(({ versions }) => [...versions.keys()])]);
  return [...keys]
    .sort((one, other) => one - other)
    .map((apiKey) => {
      const request = own.get(apiKey);
      const ours = request ? { min: request.versions[0], max: request.versions[1] } : null;
      const ranges = brokers.map(({ versions }) => versions.get(apiKey) ?? null);
      return {
        apiKey,
        name: request?.name ?? null,
        ours,
        brokers: Object.fromEntries(brokers.map(({ id }, index) => [id, ranges[index] ?? null])),
        used: commonVersion([ours, ...ranges]),
      };
    });
}

function commonVersion(ranges: readonly (VersionRange | null)[]): number | null {
  const known = ranges.flatMap((range) => range ?? []);
  if (known.length < ranges.length || known.length < 2) return null;
  const highest = Math.min(...known.map(({ max }) => max));
  return highest >= Math.max(...known.map(({ min }) => min)) ? highest : null;
}
