/** Which cluster a command talks to, and how it came to be that one. */
import { findCluster } from '../cluster/find-cluster.js';
import type { Folders } from '../config/folders.js';
import type { GlobalOptions } from '../global-options.js';
import { parseAddresses, type Address } from './addresses.js';
import { LabError } from '../errors.js';

export interface Target {
  readonly bootstrapServers: readonly Address[];
  /** For messages: `-b`, `practice cluster lab`, `the usual address`. */
  readonly origin: string;
}

const practiceCluster = 'lab';

/** `-b`, else the practice cluster named or running here, else localhost:9092, where compose would have put one. */
export function findTarget(globals: GlobalOptions, folders: Folders): Target {
  if (globals.bootstrapServer !== undefined) {
    return { bootstrapServers: parseAddresses(globals.bootstrapServer), origin: '-b' };
  }
  const name = globals.cluster ?? practiceCluster;
  const cluster = findCluster(folders, name);
  if (cluster) {
    return {
      bootstrapServers: parseAddresses(cluster.bootstrapServers.join(',')),
      origin: `practice cluster ${name}`,
    };
  }
  if (globals.cluster !== undefined) {
    throw new LabError('not-found', `There is no practice cluster "${name}" on this machine.`, {
      hint: `Start it: kafka-lab cluster up --name ${name}`,
    });
  }
  return { bootstrapServers: parseAddresses('localhost:9092'), origin: 'the usual address' };
}
