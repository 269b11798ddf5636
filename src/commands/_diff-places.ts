/** What `diff` can be told to compare: a named connection, a practice cluster, an address or a file. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TargetGlobals } from '../config/choose-connection.js';
import { loadConnections } from '../config/load-connections.js';
import type { Context } from '../contract/command.js';
import { knownClusters } from '../practice/cluster/state/find-cluster.js';
import type { TypedOption } from '../text/command-line.js';
import { LabError } from '../text/errors.js';
import { nearestNames } from '../text/nearest-names.js';

export type Place =
  | { readonly kind: 'file'; readonly path: string }
  /** `target` undefined: the cluster of the command line. `words` name it in a line that is printed. */
  | {
      readonly kind: 'cluster';
      readonly target: TargetGlobals | undefined;
      readonly words: readonly TypedOption[];
    };

export const here: Place = { kind: 'cluster', target: undefined, words: [] };

/** A connection before a practice cluster before a file; a path and an address look like nothing else. Throws LabError. */
export async function placeNamed(context: Context, word: string): Promise<Place> {
  if (word === '-' || /[/\\]|\.(ya?ml|json)$/i.test(word)) return { kind: 'file', path: word };
  const connections = await loadConnections(context);
  if (connections.all.some(({ name }) => name === word)) {
    return { kind: 'cluster', target: { connection: word }, words: [{ flag: '-c', value: word }] };
  }
  if (knownClusters(context.folders).some(({ name }) => name === word)) {
    return { kind: 'cluster', target: { cluster: word }, words: [{ flag: '--cluster', value: word }] };
  }
  if (/:\d+$/.test(word)) {
    return { kind: 'cluster', target: { bootstrapServer: word }, words: [{ flag: '-b', value: word }] };
  }
  if (word !== '' && existsSync(resolve(context.cwd, word))) return { kind: 'file', path: word };
  const clusters = knownClusters(context.folders).map(({ name }) => name);
  const near = nearestNames(word, [...connections.all.map(({ name }) => name), ...clusters]);
  throw new LabError(
    'usage',
    `"${word}" is not a connection, a practice cluster, an address (HOST:PORT) or a file.`,
    {
      hint:
        near.length > 0
          ? `Did you mean ${near.join(', ')}? See the connections: kafka-lab connections list`
          : 'See which there are: kafka-lab connections list, kafka-lab cluster status',
    },
  );
}
