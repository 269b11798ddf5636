/** Which cluster a command talks to, and why that one. */
import { findCluster, noSuchCluster } from '../../practice/cluster/state/find-cluster.js';
import type { ChosenConnection } from '../../config/choose-connection.js';
import type { Connection } from '../../config/connection.js';
import type { Folders } from '../../view/world.js';
import type { GlobalOptions } from '../../text/global-options.js';
import type { BrokerAccess } from '../../net/access.js';
import { parseAddresses, type Address } from '../../net/addresses.js';

export interface Target {
  readonly bootstrapServers: readonly Address[];
  /** For messages: `-b`, `connection prod`, `practice cluster lab`, `the usual address`. */
  readonly origin: string;
  /** Plaintext and no login if absent. Holds secrets: never print it. */
  readonly access?: BrokerAccess;
}

export interface FoundTarget extends Target {
  /** The access settings before any secret is fetched; absent for practice clusters, which need no login. */
  readonly settings?: Connection;
}

const practiceCluster = 'lab';

/**
 * `-b` (with the TLS and login of a connection that is given with it), else a connection, else the practice cluster
 * named or running here, else localhost:9092, where compose would have put one.
 */
export function findTarget(
  globals: GlobalOptions,
  folders: Folders,
  connection?: ChosenConnection,
): FoundTarget {
  if (globals.bootstrapServer !== undefined) {
    const { bootstrapServer } = globals;
    return {
      bootstrapServers: parseAddresses(bootstrapServer),
      origin: '-b',
      settings: { ...connection?.settings, bootstrapServers: bootstrapServer },
    };
  }
  if (connection) {
    const { name, settings } = connection;
    return {
      bootstrapServers: parseAddresses(settings.bootstrapServers),
      origin: `connection ${name}`,
      settings,
    };
  }
  const name = globals.cluster ?? practiceCluster;
  const cluster = findCluster(folders, name);
  if (cluster) {
    return {
      bootstrapServers: parseAddresses(cluster.bootstrapServers.join(',')),
      origin: `practice cluster ${name}`,
    };
  }
  if (globals.cluster !== undefined) throw noSuchCluster(folders, name);
  return { bootstrapServers: parseAddresses('localhost:9092'), origin: 'the usual address' };
}
