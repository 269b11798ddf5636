/** ZooKeeper's requests and answers as jute: operation codes, field orders, and the reserved numbers. */
import { toInt64, type Int64 } from '../../text/int64.js';
import { JuteWriter, type JuteReader } from './jute.js';

/** org.apache.zookeeper.ZooDefs.OpCode */
export const opCode = {
  create: 1,
  delete: 2,
  exists: 3,
  getData: 4,
  setData: 5,
  sync: 9,
  ping: 11,
  getChildren2: 12,
  addWatch: 106,
  closeSession: -11,
} as const;

/** Xids reserved for other messages than our requests. */
export const specialXid = { watchEvent: -1, ping: -2 } as const;

/** Flags of a create request. */
export const createFlag = { ephemeral: 1, sequential: 2 } as const;

/** The mode of addWatch: this node and everything below it, until the connection ends. */
export const persistentRecursive = 1;

const allPermissions = 31;
const passwordBytes = 16;

export interface SessionClaim {
  /** 0 asks for a new session. */
  readonly sessionId: bigint;
  readonly password: Buffer;
  readonly sessionTimeoutMs: number;
  /** The newest zxid this client has seen: a server that is behind it rejects the client. */
  readonly lastZxid: bigint;
}

export function newSession(sessionTimeoutMs: number): SessionClaim {
  return { sessionId: 0n, password: Buffer.alloc(passwordBytes), sessionTimeoutMs, lastZxid: 0n };
}

export function encodeConnect(claim: SessionClaim): Buffer {
  return new JuteWriter()
    .int(0)
    .long(claim.lastZxid)
    .int(claim.sessionTimeoutMs)
    .long(claim.sessionId)
    .buffer(claim.password)
    .bool(false)
    .written();
}

export interface SessionGrant {
  readonly sessionId: bigint;
  readonly password: Buffer;
  /** As granted by the server; 0 if the claimed session has expired. */
  readonly sessionTimeoutMs: number;
}

export function decodeConnect(reader: JuteReader): SessionGrant {
  reader.int();
  const sessionTimeoutMs = reader.int();
  const sessionId = reader.long();
  const password = Buffer.from(reader.buffer() ?? Buffer.alloc(passwordBytes));
  // Servers since 3.4 add whether they are read-only; irrelevant to a client that does not allow read-only.
  return { sessionId, password, sessionTimeoutMs };
}

export function encodeHeader(xid: number, type: number): Buffer {
  return new JuteWriter().int(xid).int(type).written();
}

export interface ReplyHeader {
  readonly xid: number;
  readonly zxid: bigint;
  readonly errorCode: number;
}

export function decodeHeader(reader: JuteReader): ReplyHeader {
  return { xid: reader.int(), zxid: reader.long(), errorCode: reader.int() };
}

/** What ZooKeeper keeps about a node, in its own words. */
export interface ZnodeStat {
  readonly czxid: bigint;
  readonly mzxid: bigint;
  /** Milliseconds since 1970. */
  readonly ctime: Int64;
  readonly mtime: Int64;
  readonly version: number;
  readonly cversion: number;
  readonly aversion: number;
  /** The session that owns an ephemeral node; else 0. */
  readonly ephemeralOwner: bigint;
  readonly dataLength: number;
  readonly numChildren: number;
  readonly pzxid: bigint;
}

export function decodeStat(reader: JuteReader): ZnodeStat {
  return {
    czxid: reader.long(),
    mzxid: reader.long(),
    ctime: toInt64(reader.long()),
    mtime: toInt64(reader.long()),
    version: reader.int(),
    cversion: reader.int(),
    aversion: reader.int(),
    ephemeralOwner: reader.long(),
    dataLength: reader.int(),
    numChildren: reader.int(),
    pzxid: reader.long(),
  };
}

export function encodeStat(stat: ZnodeStat): Buffer {
  return new JuteWriter()
    .long(stat.czxid)
    .long(stat.mzxid)
    .long(BigInt(stat.ctime))
    .long(BigInt(stat.mtime))
    .int(stat.version)
    .int(stat.cversion)
    .int(stat.aversion)
    .long(stat.ephemeralOwner)
    .int(stat.dataLength)
    .int(stat.numChildren)
    .long(stat.pzxid)
    .written();
}

/** A request with a path and whether to set a one-time watch. */
export function encodeRead(path: string, watch: boolean): Buffer {
  return new JuteWriter().text(path).bool(watch).written();
}

export function encodePath(path: string): Buffer {
  return new JuteWriter().text(path).written();
}

/** All permissions for `world:anyone`, as ZooKeeper's own tools set them. */
export function encodeCreate(path: string, data: Uint8Array, flags: number): Buffer {
  return new JuteWriter()
    .text(path)
    .buffer(data)
    .list([{ scheme: 'world', id: 'anyone' }], (writer, { scheme, id }) =>
      writer.int(allPermissions).text(scheme).text(id),
    )
    .int(flags)
    .written();
}

export function encodeDelete(path: string, version: number): Buffer {
  return new JuteWriter().text(path).int(version).written();
}

export function encodeSetData(path: string, data: Uint8Array, version: number): Buffer {
  return new JuteWriter().text(path).buffer(data).int(version).written();
}

export function encodeAddWatch(path: string, mode: number): Buffer {
  return new JuteWriter().text(path).int(mode).written();
}

export type ZnodeEventKind = 'created' | 'deleted' | 'data changed' | 'children changed';

export interface ZnodeEvent {
  readonly kind: ZnodeEventKind;
  readonly path: string;
}

/** By Watcher.Event.EventType. */
const eventKinds: Readonly<Record<number, ZnodeEventKind>> = {
  1: 'created',
  2: 'deleted',
  3: 'data changed',
  4: 'children changed',
};

/** Undefined if it is not a change of a node: a watch was removed, or the session's state changed. */
export function decodeEvent(reader: JuteReader): ZnodeEvent | undefined {
  const kind = eventKinds[reader.int()];
  reader.int();
  const path = reader.text();
  return kind === undefined || path === null ? undefined : { kind, path };
}
