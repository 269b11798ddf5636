/** What is known of one znode: its data, its stat in plain types, and what it means to Kafka. */
import { timeText } from '../../text/times.js';
import type { ZooKeeperClient } from '../client/client.js';
import type { ZnodeStat } from '../client/protocol.js';
import { requireZnode } from './require-znode.js';
import { readZnodeData, type ZnodeData } from './znode-data.js';
import { meaningOf } from './znode-meanings.js';

/** The stat in types that print: times as ISO, transaction and session ids in ZooKeeper's hexadecimal. */
export interface ZnodeFacts {
  readonly path: string;
  readonly czxid: string;
  readonly ctime: string;
  readonly mzxid: string;
  readonly mtime: string;
  readonly pzxid: string;
  readonly version: number;
  readonly cversion: number;
  readonly aversion: number;
  /** The session that owns an ephemeral node; else null. */
  readonly ephemeralOwner: string | null;
  readonly dataLength: number;
  readonly numChildren: number;
}

const containerMark = 1n << 63n;
const timeToLiveMark = 0xffn;

export type ZnodeContent = Pick<
  ZnodeFacts,
  'path' | 'version' | 'mtime' | 'ephemeralOwner' | 'dataLength' | 'numChildren'
> &
  ZnodeData & {
    /** Null for a node that Kafka does not use. */
    readonly meaning: string | null;
  };

/** Throws LabError 'not-found' with similar paths. */
export async function statZnode(client: ZooKeeperClient, path: string): Promise<ZnodeFacts> {
  const { stat } = await requireZnode(client, path, () => client.data(path));
  return factsOf(path, stat);
}

/** Throws LabError 'not-found' with similar paths. */
export async function getZnode(client: ZooKeeperClient, path: string): Promise<ZnodeContent> {
  const { data, stat } = await requireZnode(client, path, () => client.data(path));
  const { version, mtime, ephemeralOwner, dataLength, numChildren } = factsOf(path, stat);
  return {
    path,
    meaning: meaningOf(path),
    ...readZnodeData(data),
    dataLength,
    version,
    mtime,
    ephemeralOwner,
    numChildren,
  };
}

export function factsOf(path: string, stat: ZnodeStat): ZnodeFacts {
  return {
    path,
    czxid: hexOf(stat.czxid),
    ctime: timeText(stat.ctime),
    mzxid: hexOf(stat.mzxid),
    mtime: timeText(stat.mtime),
    pzxid: hexOf(stat.pzxid),
    version: stat.version,
    cversion: stat.cversion,
    aversion: stat.aversion,
    ephemeralOwner: ownerOf(stat),
    dataLength: stat.dataLength,
    numChildren: stat.numChildren,
  };
}

/** Null unless the node is ephemeral. */
export function ownerOf({ ephemeralOwner }: ZnodeStat): string | null {
  const bits = BigInt.asUintN(64, ephemeralOwner);
  // For containers and nodes with a TTL this field has a flag instead of a session.
  const isMark = bits === containerMark || bits >> 56n === timeToLiveMark;
  return bits === 0n || isMark ? null : hexOf(bits);
}

/** As ZooKeeper prints its 64-bit numbers. */
export function hexOf(value: bigint): string {
  return `0x${BigInt.asUintN(64, value).toString(16)}`;
}
