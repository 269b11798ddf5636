/** Which Kafka a broker may be, from the requests it answers: brokers never tell their version. */
import type { VersionRange } from '../wire/connection.js';

interface Mark {
  readonly release: string;
  readonly apiKey: number;
  readonly version: number;
}

/** The first release with that version of a request, the newest first; releases between two marks look alike here. */
const marks: readonly Mark[] = [
  // Fetch 18 (KIP-1166), Produce 12 (KIP-890), Fetch 17 (KIP-853), Produce 11 (KIP-890), Fetch 16 (KIP-951), 15 (KIP-903), 13 (KIP-516)
  { release: '4.1', apiKey: 1, version: 18 },
  { release: '4.0', apiKey: 0, version: 12 },
  { release: '3.9', apiKey: 1, version: 17 },
  { release: '3.8', apiKey: 0, version: 11 },
  { release: '3.7', apiKey: 1, version: 16 },
  { release: '3.5', apiKey: 1, version: 15 },
  { release: '3.1', apiKey: 1, version: 13 },
  // ListOffsets 7 (KIP-734), DescribeCluster (KIP-700), InitProducerId 4 (KIP-588), quotas (KIP-546)
  { release: '3.0', apiKey: 2, version: 7 },
  { release: '2.8', apiKey: 60, version: 0 },
  { release: '2.7', apiKey: 22, version: 4 },
  { release: '2.6', apiKey: 48, version: 0 },
  // InitProducerId 3 (KIP-360), OffsetDelete (KIP-496), IncrementalAlterConfigs (KIP-339)
  { release: '2.5', apiKey: 22, version: 3 },
  { release: '2.4', apiKey: 47, version: 0 },
  { release: '2.3', apiKey: 44, version: 0 },
];

/** `3.9`, `3.5 or 3.6`, `3.1 to 3.4`, `4.1 or newer`, `older than 2.3`. */
export function guessVersion(apiVersions: ReadonlyMap<number, VersionRange>): string {
  const at = marks.findIndex(({ apiKey, version }) => (apiVersions.get(apiKey)?.max ?? -1) >= version);
  const mark = marks[at];
  if (!mark) return `older than ${marks.at(-1)?.release ?? ''}`;
  const next = marks[at - 1];
  if (!next) return `${mark.release} or newer`;
  const [major = 0, minor = 0] = mark.release.split('.').map(Number);
  const [nextMajor = 0, nextMinor = 0] = next.release.split('.').map(Number);
  if (major !== nextMajor || nextMinor === minor + 1) return mark.release;
  const last = `${major}.${nextMinor - 1}`;
  return nextMinor === minor + 2 ? `${mark.release} or ${last}` : `${mark.release} to ${last}`;
}
