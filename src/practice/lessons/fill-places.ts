/** Fills the placeholders in a lesson's command lines: the current leader, the path of a sample file. */
import { join, relative } from 'node:path';
import type { KafkaSession } from '../../kafka/session/session.js';
import { controllerNow } from './ask-cluster.js';
import { withClusterName } from './with-cluster-name.js';

export interface Places {
  readonly packageFolder: string;
  readonly cwd: string;
  /** The practice cluster. */
  readonly cluster: string;
  session(): Promise<KafkaSession>;
}

/** The command line as you would type it here and now. */
export async function fillPlaces(line: string, places: Places): Promise<string> {
  let filled = line;
  for (const [whole, word = '', rest = ''] of line.matchAll(
    /\{(sample|leader|follower|controller) ?([^}]*)\}/g,
  )) {
    filled = filled.replace(whole, await valueOf(word, rest, places));
  }
  return withClusterName(filled, places.cluster);
}

async function valueOf(word: string, rest: string, places: Places): Promise<string> {
  if (word === 'sample') {
    const path = join(places.packageFolder, 'samples', rest);
    const fromHere = relative(places.cwd, path);
    return fromHere.length < path.length ? fromHere : path;
  }
  const session = await places.session();
  if (word === 'controller') return String((await controllerNow(session)) ?? 1);
  const [topic = '', partition = '0'] = rest.split('/');
  const state = (await session.metadata([topic])).topics[0]?.partitions[Number(partition)];
  const follower = state?.isr.find((id) => id !== state.leader);
  return String((word === 'leader' ? state?.leader : follower) ?? 1);
}
