/** The known state of a subtree, kept up to date by the server's watches; reports each change. */
import { LabError } from '../../text/errors.js';
import { changeInWords } from './change-in-words.js';
import { isGone, type ZooKeeperClient } from '../client/client.js';
import { errorNumber, isRefusal } from '../client/error-codes.js';
import { isFailure } from '../client/server-failure.js';
import type { ZnodeEventKind, ZnodeStat } from '../client/protocol.js';
import { readTree } from './read-tree.js';
import type { WatchNews } from '../client/watch-list.js';
import { childPath, isBelow } from '../../net/znode-path.js';

export interface SubtreeChange {
  readonly event: ZnodeEventKind;
  readonly path: string;
  readonly detail: string | null;
  /** Found by reading again, some time after it happened. */
  readonly isLate: boolean;
}

/** What a watch covers. */
export interface Extent {
  readonly nodes: number;
  /** Of them, those whose ACL does not allow reading them. */
  readonly unreadable: number;
}

/** The transactions that created a node and last changed its data. */
type Seen = Pick<ZnodeStat, 'czxid' | 'mzxid'>;

/** For a node that was deleted before it could be read, or may not be read. */
const unseen: Seen = { czxid: 0n, mzxid: 0n };

export class SubtreeWatch {
  readonly #path: string;
  readonly #tell: (change: SubtreeChange) => void;
  readonly #fail: (error: unknown) => void;
  #recursive: boolean;
  #seen = new Map<string, Seen>();
  /** Nodes whose last change was found by reading: the event that follows may report the same. */
  #foundByLooking = new Set<string>();
  /** Requests are made one after the other, so that changes are reported in order. */
  #work: Promise<void> = Promise.resolve();
  /** Counts the connections: an event of an older one is ignored. */
  #generation = 0;

  /** `recursive: false` sets one watch a node, as servers before 3.6 need it. `fail`: the watch cannot go on. */
  constructor(
    path: string,
    recursive: boolean,
    tell: (change: SubtreeChange) => void,
    fail: (error: unknown) => void,
  ) {
    this.#path = path;
    this.#recursive = recursive;
    this.#tell = tell;
    this.#fail = fail;
  }

  /**
   * Sets the watch on this connection, then reads the subtree and reports what has changed since the last call; the
   * first call reports nothing. Throws LabError.
   */
  attach(client: ZooKeeperClient): Promise<Extent> {
    const generation = ++this.#generation;
    const watcher = (news: WatchNews) => {
      if (news.kind === 'connection lost' || generation !== this.#generation) return;
      const { kind, path } = news;
      this.#enqueue(() => this.#follow(client, watcher, kind, path));
    };
    const looked = this.#work.then(() => this.#look(client, watcher, generation === 1));
    this.#work = looked.then(ignore, ignore);
    return looked;
  }

  async #look(
    client: ZooKeeperClient,
    watcher: (news: WatchNews) => void,
    isFirst: boolean,
  ): Promise<Extent> {
    if (this.#recursive) {
      this.#recursive = await acceptsRecursive(() => client.watchBelow(this.#path, watcher));
    }
    const before = this.#seen;
    const now = new Map(await this.#read(client, watcher, this.#path));
    this.#seen = now;
    this.#foundByLooking = new Set(now.keys());
    const extent = {
      nodes: now.size,
      unreadable: [...now.values()].filter((seen) => seen === unseen).length,
    };
    if (isFirst) return extent;
    for (const path of [...before.keys()].reverse()) {
      if (before.get(path)?.czxid !== now.get(path)?.czxid) this.#say('deleted', path, undefined, true);
    }
    for (const [path, seen] of now) {
      const old = before.get(path);
      if (old?.mzxid === seen.mzxid) continue;
      const data = await dataOf(client, path);
      this.#say(old?.czxid === seen.czxid ? 'data changed' : 'created', path, data?.data, true);
    }
    return extent;
  }

  /** With one watch a node, the nodes are watched as they are read. */
  async #read(client: ZooKeeperClient, watcher: (news: WatchNews) => void, path: string) {
    const watched = this.#recursive ? {} : { watcher };
    try {
      const nodes = await readTree(client, path, watched);
      return nodes.map(({ path: each, stat }): [string, Seen] => [each, stat ?? unseen]);
    } catch (error) {
      if (!isGone(error)) throw error;
      if (!this.#recursive && path === this.#path) await client.stat(path, watcher);
      return [];
    }
  }

  async #follow(
    client: ZooKeeperClient,
    watcher: (news: WatchNews) => void,
    kind: ZnodeEventKind,
    path: string,
  ): Promise<void> {
    if (kind === 'deleted') return this.#followEnd(client, watcher, path);
    if (kind === 'children changed') return this.#followChildren(client, watcher, path);
    if (!this.#recursive && kind === 'created') return this.#followNew(client, watcher, path);
    if (!this.#recursive) await client.stat(path, watcher);
    const read = await dataOf(client, path);
    const isKnown = this.#foundByLooking.delete(path) && read?.stat.mzxid === this.#seen.get(path)?.mzxid;
    this.#seen.set(path, read?.stat ?? unseen);
    if (!isKnown) this.#say(kind, path, read?.data, false);
  }

  async #followEnd(client: ZooKeeperClient, watcher: (news: WatchNews) => void, path: string): Promise<void> {
    if (!this.#recursive && (await this.#isThereStill(client, path))) return;
    // A recursive watch reports every node; with one watch a node, nodes created below may have been missed.
    const gone = this.#recursive
      ? [path].filter((each) => this.#seen.has(each))
      : [...this.#seen.keys()].filter((each) => each === path || isBelow(each, path)).reverse();
    for (const each of gone) {
      this.#seen.delete(each);
      this.#foundByLooking.delete(each);
      this.#say('deleted', each, undefined, false);
    }
    if (!this.#recursive && path === this.#path && gone.length > 0) {
      if (await client.stat(path, watcher)) await this.#followNew(client, watcher, path);
    }
  }

  /** A node has a watch for its data and one for its children; its deletion may be reported by each. */
  async #isThereStill(client: ZooKeeperClient, path: string): Promise<boolean> {
    const known = this.#seen.get(path)?.czxid;
    return known !== undefined && (await client.stat(path))?.czxid === known;
  }

  async #followChildren(
    client: ZooKeeperClient,
    watcher: (news: WatchNews) => void,
    path: string,
  ): Promise<void> {
    const { names } = await client.children(path, watcher);
    for (const child of names.map((name) => childPath(path, name))) {
      if (!this.#seen.has(child)) await this.#followNew(client, watcher, child);
    }
  }

  async #followNew(client: ZooKeeperClient, watcher: (news: WatchNews) => void, path: string): Promise<void> {
    for (const [each, seen] of await this.#read(client, watcher, path)) {
      this.#seen.set(each, seen);
      this.#say('created', each, (await dataOf(client, each))?.data, false);
    }
  }

  #say(event: ZnodeEventKind, path: string, data: Buffer | undefined, isLate: boolean): void {
    this.#tell({ event, path, detail: changeInWords(event, path, data), isLate });
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      // The session reports a lost connection; what was missed is found by reading on the next one.
      if (!(error instanceof LabError) || isFailure(error, 'foreign')) this.#fail(error);
    });
  }
}

function ignore(): void {
  // The failure was reported to its caller.
}

async function acceptsRecursive(ask: () => Promise<void>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (isRefusal(error, errorNumber.unimplemented)) return false;
    throw error;
  }
}

async function dataOf(client: ZooKeeperClient, path: string) {
  try {
    return await client.data(path);
  } catch (error) {
    if (isGone(error) || isRefusal(error, errorNumber.noAuth)) return undefined;
    throw error;
  }
}
