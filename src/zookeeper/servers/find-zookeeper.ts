/** The ZooKeeper that a command connects to, and where its address came from. */
import { findCluster, noSuchCluster } from '../../practice/cluster/state/find-cluster.js';
import type { ChosenConnection } from '../../config/choose-connection.js';
import type { Folders } from '../../view/world.js';
import { LabError } from '../../text/errors.js';
import { parseAddresses, type Address } from '../../net/addresses.js';
import { parseConnectString, zooKeeperPort, type ConnectString } from '../../net/connect-string.js';
import { kraftHint } from '../client/foreign-server.js';

export interface ZooKeeperTarget extends ConnectString {
  /** For messages: `--zookeeper`, `practice cluster lab`, `the default address`. */
  readonly origin: string;
  /** Known brokers of the same cluster: they tell whether it has a ZooKeeper at all. */
  readonly brokers: readonly Address[];
}

/** The part of the global options that names a ZooKeeper. */
export interface ZooKeeperGlobals {
  readonly zookeeper?: string | undefined;
  readonly cluster?: string | undefined;
  readonly bootstrapServer?: string | undefined;
}

const practiceCluster = 'lab';

/**
 * `--zookeeper`, else that of the connection, else port 2181 beside its brokers or those of `-b`, else the practice cluster named or running here, else
 * localhost:2181. Throws LabError 'usage' for an invalid address, 'not-found' if there is no ZooKeeper.
 */
export function findZooKeeper(
  globals: ZooKeeperGlobals,
  folders: Folders,
  connection?: ChosenConnection,
): ZooKeeperTarget {
  const brokersAt = globals.bootstrapServer ?? connection?.settings.bootstrapServers;
  const bootstrap = brokersAt === undefined ? undefined : parseAddresses(brokersAt);
  if (globals.zookeeper !== undefined) {
    return { ...parseConnectString(globals.zookeeper), origin: '--zookeeper', brokers: bootstrap ?? [] };
  }
  if (connection?.settings.zookeeper !== undefined) {
    return {
      ...parseConnectString(connection.settings.zookeeper),
      origin: `connection ${connection.name}`,
      brokers: bootstrap ?? [],
    };
  }
  const name = globals.cluster ?? practiceCluster;
  const cluster = findCluster(folders, name);
  const clusterBrokers = cluster ? parseAddresses(cluster.bootstrapServers.join(',')) : [];
  if (bootstrap && !bootstrap.some((address) => clusterBrokers.some((other) => isSame(address, other)))) {
    const hosts = [...new Set(bootstrap.map(({ host }) => host))];
    return {
      servers: hosts.map((host) => ({ host, port: zooKeeperPort })),
      chroot: '/',
      origin: `the default port beside ${brokersAt ?? ''}`,
      brokers: bootstrap,
    };
  }
  if (cluster) {
    if (cluster.zookeeper === '') {
      throw new LabError('not-found', `Practice cluster ${name} has no ZooKeeper: it runs in KRaft mode.`, {
        hint: kraftHint,
      });
    }
    return {
      ...parseConnectString(cluster.zookeeper),
      origin: `practice cluster ${name}`,
      brokers: clusterBrokers,
    };
  }
  if (globals.cluster !== undefined) throw noSuchCluster(folders, name);
  return {
    ...parseConnectString('localhost'),
    origin: 'the default address',
    brokers: parseAddresses('localhost:9092'),
  };
}

function isSame(one: Address, other: Address): boolean {
  return one.host === other.host && one.port === other.port;
}
