/** The znodes below a path, read concurrently on one connection. */
import { isRefusal, errorNumber } from '../client/error-codes.js';
import { isGone, type ZooKeeperClient } from '../client/client.js';
import type { ZnodeStat } from '../client/protocol.js';
import type { Watcher } from '../client/watch-list.js';
import { childPath } from '../../net/znode-path.js';

export interface Znode {
  readonly path: string;
  /** 0 for the root. */
  readonly depth: number;
  /** Null if the node's ACL does not allow reading it. */
  readonly stat: ZnodeStat | null;
}

export interface TreeSettings {
  /** How many levels below the path; all by default. */
  readonly depth?: number;
  /** Set on each node that is read: called once for its data, its children, its deletion. */
  readonly watcher?: Watcher;
  /** Called as nodes are read, with the number so far. */
  onRead?(count: number): void;
}

/** Enough to keep a server busy without filling its queue, which others share. */
const requestsUnderWay = 64;

/** Depth first, children in alphabetical order; nodes deleted during the read are left out. Throws for the path itself. */
export async function readTree(
  client: ZooKeeperClient,
  path: string,
  settings: TreeSettings = {},
): Promise<readonly Znode[]> {
  const deepest = settings.depth ?? Infinity;
  const childrenOf = new Map<string, readonly string[]>();
  const stats = new Map<string, ZnodeStat | null>();
  const toRead = [{ path, depth: 0 }];
  let underWay = 0;

  async function read(node: { path: string; depth: number }): Promise<void> {
    if (node.depth >= deepest && node.depth > 0) {
      const stat = await client.stat(node.path);
      if (stat) stats.set(node.path, stat);
      return;
    }
    const { names, stat } = await client.children(node.path, settings.watcher);
    if (settings.watcher) await client.stat(node.path, settings.watcher);
    stats.set(node.path, stat);
    if (node.depth >= deepest) return;
    const paths = names.map((name) => childPath(node.path, name));
    childrenOf.set(node.path, paths);
    for (const each of paths) toRead.push({ path: each, depth: node.depth + 1 });
  }

  await new Promise<void>((resolve, reject) => {
    const next = () => {
      while (underWay < requestsUnderWay) {
        const node = toRead.pop();
        if (!node) break;
        underWay += 1;
        read(node)
          .catch((error: unknown) => {
            if (node.depth === 0) throw error;
            if (isRefusal(error, errorNumber.noAuth)) stats.set(node.path, null);
            else if (!isGone(error)) throw error;
          })
          .then(() => {
            underWay -= 1;
            settings.onRead?.(stats.size);
            next();
          }, reject);
      }
      if (underWay === 0 && toRead.length === 0) resolve();
    };
    next();
  });
  return inOrder(path, childrenOf, stats);
}

function inOrder(
  root: string,
  childrenOf: ReadonlyMap<string, readonly string[]>,
  stats: ReadonlyMap<string, ZnodeStat | null>,
): Znode[] {
  const found: Znode[] = [];
  // A stack rather than recursion: paths may be as deep as ZooKeeper allows.
  const stack = [{ path: root, depth: 0 }];
  for (let node = stack.pop(); node; node = stack.pop()) {
    const stat = stats.get(node.path);
    if (stat === undefined) continue;
    found.push({ ...node, stat });
    for (const path of [...(childrenOf.get(node.path) ?? [])].reverse()) {
      stack.push({ path, depth: node.depth + 1 });
    }
  }
  return found;
}
