/** A broker does not say its version; the requests that it answers give it away. */
import type { VersionRange } from '../../wire/protocol/connection.js';

interface Signpost {
  /** The first release that answers the request in that version. */
  readonly release: string;
  readonly apiKey: number;
  readonly version: number;
}

/** Newest first, from the message definitions in kafka-clients.jar of each release. */
const signposts: readonly Signpost[] = [
  { release: '4.4', apiKey: 18, version: 5 },
  { release: '4.3', apiKey: 35, version: 5 },
  { release: '4.2', apiKey: 2, version: 11 },
  { release: '4.1', apiKey: 1, version: 18 },
  { release: '4.0', apiKey: 0, version: 12 },
  { release: '3.9', apiKey: 1, version: 17 },
  { release: '3.8', apiKey: 10, version: 5 },
  { release: '3.7', apiKey: 1, version: 16 },
  { release: '3.6', apiKey: 24, version: 4 },
  { release: '3.5', apiKey: 1, version: 15 },
  { release: '3.3', apiKey: 35, version: 4 },
  { release: '3.1', apiKey: 1, version: 13 },
  { release: '3.0', apiKey: 2, version: 7 },
  { release: '2.8', apiKey: 0, version: 9 },
];

/** For a release that has the same requests as the one after it. */
const lastLike: Readonly<Record<string, string>> = { '3.3': '3.3 or 3.4', '3.1': '3.1 or 3.2' };

/** `3.9`, `3.3 or 3.4`, `4.4 or newer`, `older than 2.8`. */
export function guessVersion(apiVersions: ReadonlyMap<number, VersionRange>): string {
  const index = signposts.findIndex(({ apiKey, version }) => (apiVersions.get(apiKey)?.max ?? -1) >= version);
  const release = signposts[index]?.release;
  if (release === undefined) return 'older than 2.8';
  return index === 0 ? `${release} or newer` : (lastLike[release] ?? release);
}
