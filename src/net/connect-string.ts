/** `HOST:PORT,HOST:PORT/chroot`, ZooKeeper's connect string, as in Kafka's zookeeper.connect. */
import { LabError } from '../text/errors.js';
import { parseAddresses, shownAddresses, type Address } from './addresses.js';
import { parseZnodePath } from './znode-path.js';

export const zooKeeperPort = 2181;

export interface ConnectString {
  readonly servers: readonly Address[];
  /** The node that every path is relative to; `/` for none. */
  readonly chroot: string;
}

/** In what comes after the first slash; commas are allowed in names of znodes. */
const anotherServer = /,\s*(\[[^\]]*\]|[^,:/\s]+):\d+\s*([,/]|$)/;

/** A missing port is 2181. Throws LabError 'usage'. */
export function parseConnectString(text: string): ConnectString {
  const slash = /:\/\//.test(text) ? -1 : text.indexOf('/');
  const list = slash === -1 ? text : text.slice(0, slash);
  if (slash !== -1 && anotherServer.test(text.slice(slash))) {
    throw new LabError('usage', `"${shownAddresses(text)}" has a chroot before its last server.`, {
      hint: 'A chroot is written once, at the end, for all servers: zoo1:2181,zoo2:2181,zoo3:2181/kafka',
    });
  }
  try {
    const servers = parseAddresses(list, zooKeeperPort);
    return { servers, chroot: slash === -1 ? '/' : parseZnodePath(text.slice(slash)) };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw new LabError('usage', `"${shownAddresses(text)}" does not name ZooKeeper servers.`, {
      hint: 'It looks like: localhost:2181, or zoo1:2181,zoo2:2181,zoo3:2181/kafka with a chroot.',
      cause: error,
    });
  }
}
