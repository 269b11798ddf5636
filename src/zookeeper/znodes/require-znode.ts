/** The error for a path that does not exist, with similar paths. */
import { LabError } from '../../text/errors.js';
import { nearestNames } from '../../text/nearest-names.js';
import { isGone, type ZooKeeperClient } from '../client/client.js';
import { childPath, nameOf, parentPath } from '../../net/znode-path.js';
import { commandLine } from '../../text/command-line.js';

/** Runs `read`; if there is no such node, the error names the nearest existing ones. */
export async function requireZnode<T>(
  client: ZooKeeperClient,
  path: string,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isGone(error)) throw error;
    const { parent, names } = await nearestParent(client, path);
    const wanted = path.slice(parent === '/' ? 1 : parent.length + 1).split('/')[0] ?? nameOf(path);
    const near = nearestNames(wanted, names).map((name) => childPath(parent, name));
    const hint =
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : `The path exists up to ${parent}: ${commandLine`zookeeper tree ${parent} --depth 1`}`;
    throw new LabError('not-found', `There is no znode ${path} at ${client.address}.`, {
      hint,
      cause: error,
    });
  }
}

async function nearestParent(client: ZooKeeperClient, path: string) {
  for (let parent = parentPath(path); ; parent = parentPath(parent)) {
    try {
      return { parent, names: (await client.children(parent)).names };
    } catch (error) {
      if (!isGone(error) || parent === '/') throw error;
    }
  }
}
