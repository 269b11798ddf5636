/** The operations on znodes over one session, with paths relative to the chroot. */
import type { LabError } from '../../text/errors.js';
import type { Address } from '../../net/addresses.js';
import { errorNumber, isRefusal } from './error-codes.js';
import { MalformedReply, type JuteReader } from './jute.js';
import {
  createFlag,
  decodeStat,
  encodeAddWatch,
  encodeCreate,
  encodeDelete,
  encodePath,
  encodeRead,
  encodeSetData,
  opCode,
  persistentRecursive,
  type ZnodeStat,
} from './protocol.js';
import { garbled } from './server-failure.js';
import { Session, type SessionSettings } from './session.js';
import type { Watcher, WatchOf } from './watch-list.js';
import { childPath } from '../../net/znode-path.js';

/** A session on one of the servers. Every method throws LabError; for a missing node a ZooKeeperRefusal 'not-found'. */
export interface ZooKeeperClient {
  readonly sessionId: bigint;
  /** As the server granted it. */
  readonly sessionTimeoutMs: number;
  /** `localhost:2181`: the server it is connected to now. */
  readonly address: string;
  /** Names in alphabetical order. The watcher is called once: for a child created or deleted, or the node deleted. */
  children(
    path: string,
    watcher?: Watcher,
  ): Promise<{ readonly names: readonly string[]; readonly stat: ZnodeStat }>;
  /** The watcher is called once: for new data or the node deleted. */
  data(path: string, watcher?: Watcher): Promise<{ readonly data: Buffer; readonly stat: ZnodeStat }>;
  /** Undefined if the node does not exist; the watcher is then called once when it is created. */
  stat(path: string, watcher?: Watcher): Promise<ZnodeStat | undefined>;
  /** Resolves with the path: of a sequential node, the one that the server made of it. */
  create(path: string, data: string | Uint8Array, mode?: CreateMode): Promise<string>;
  setData(path: string, data: string | Uint8Array, version?: number): Promise<ZnodeStat>;
  remove(path: string, version?: number): Promise<void>;
  /** Waits until the server has caught up with the leader. */
  sync(path: string): Promise<void>;
  /** Every change of the node and below it, until the connection is lost. Refused as 'unimplemented' before ZooKeeper 3.6. */
  watchBelow(path: string, watcher: Watcher): Promise<void>;
  /** Ends the session; its ephemeral nodes go at once. Never throws. */
  close(): Promise<void>;
  /** Drops the connection without closing the session, as a killed process does. */
  abandon(): void;
}

interface CreateMode {
  /** Deleted when the session ends. */
  readonly ephemeral?: boolean;
  /** The server appends a number that only grows. */
  readonly sequential?: boolean;
}

const anyVersion = -1;

const once = { repeatable: false };
const textOf = (reader: JuteReader) => reader.text();
const nothing = () => undefined;

/** Throws LabError if no server accepts the session. */
export async function openClient(
  servers: readonly Address[],
  chroot: string,
  settings: SessionSettings,
): Promise<ZooKeeperClient> {
  const session = await Session.open(servers, settings);
  const inside = (path: string) =>
    chroot === '/' ? path : path === '/' ? chroot : childPath(chroot, path.slice(1));
  const outside = (path: string) => (chroot === '/' ? path : path.slice(chroot.length) || '/');

  /** Throws ServerFailure 'foreign' if the answer is not what ZooKeeper would send. */
  async function request<T>(
    type: number,
    body: Buffer,
    what: string,
    { repeatable }: { repeatable: boolean },
    decode: (reader: JuteReader) => T,
  ): Promise<T> {
    const reader = await session.send({ type, body, what }, repeatable);
    try {
      return decode(reader);
    } catch (error) {
      throw error instanceof MalformedReply ? garbled(session.address, error) : error;
    }
  }

  /** The watch is listed before the request is sent: its first event may come right after the answer. */
  async function read<T>(
    type: number,
    path: string,
    of: WatchOf,
    watcher: Watcher | undefined,
    decode: (reader: JuteReader) => T,
  ): Promise<T> {
    const full = inside(path);
    const body = encodeRead(full, watcher !== undefined);
    const asked = watcher && translated(watcher);
    if (asked) session.watches.addOnce(of, full, asked);
    try {
      const repeatable = watcher === undefined;
      return await request(type, body, `${path} cannot be read`, { repeatable }, decode);
    } catch (error) {
      // A missing node can be watched, too, but only by `exists`.
      const isWatched = type === opCode.exists && isRefusal(error, errorNumber.noNode);
      if (asked && !isWatched) session.watches.removeOnce(of, full, asked);
      throw error;
    }
  }

  function translated(watcher: Watcher): Watcher {
    return (news) => watcher({ ...news, path: outside(news.path) });
  }

  return {
    get sessionId() {
      return session.id;
    },
    get sessionTimeoutMs() {
      return session.timeoutMs;
    },
    get address() {
      return session.address;
    },
    children: (path, watcher) =>
      read(opCode.getChildren2, path, 'children', watcher, (reader) => {
        const names = reader.list((each) => each.text() ?? '') ?? [];
        return { names: names.sort(), stat: decodeStat(reader) };
      }),
    data: (path, watcher) =>
      read(opCode.getData, path, 'node', watcher, (reader) => {
        const data = reader.buffer() ?? Buffer.alloc(0);
        return { data, stat: decodeStat(reader) };
      }),
    async stat(path, watcher) {
      try {
        return await read(opCode.exists, path, 'node', watcher, decodeStat);
      } catch (error) {
        if (isRefusal(error, errorNumber.noNode)) return undefined;
        throw error;
      }
    },
    async create(path, data, mode = {}) {
      const flags =
        (mode.ephemeral ? createFlag.ephemeral : 0) | (mode.sequential ? createFlag.sequential : 0);
      const body = encodeCreate(inside(path), Buffer.from(data), flags);
      const created = await request(opCode.create, body, `${path} cannot be created`, once, textOf);
      return outside(created ?? inside(path));
    },
    async setData(path, data, version = anyVersion) {
      const body = encodeSetData(inside(path), Buffer.from(data), version);
      return request(opCode.setData, body, `The data of ${path} cannot be set`, once, decodeStat);
    },
    async remove(path, version = anyVersion) {
      const body = encodeDelete(inside(path), version);
      await request(opCode.delete, body, `${path} cannot be deleted`, once, nothing);
    },
    async sync(path) {
      const body = encodePath(inside(path));
      await request(opCode.sync, body, `${path} cannot be synchronised`, { repeatable: true }, nothing);
    },
    async watchBelow(path, watcher) {
      const full = inside(path);
      const body = encodeAddWatch(full, persistentRecursive);
      const asked = translated(watcher);
      session.watches.addBelow(full, asked);
      try {
        await request(opCode.addWatch, body, `${path} cannot be watched`, once, nothing);
      } catch (error) {
        session.watches.removeBelow(asked);
        throw error;
      }
    },
    close: () => session.close(),
    abandon: () => session.abandon(),
  };
}

export function isGone(error: unknown): error is LabError {
  return isRefusal(error, errorNumber.noNode);
}
