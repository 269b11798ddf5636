/** The error for ports that are in use. */
import { readdir } from 'node:fs/promises';
import type { Folders } from '../../../view/world.js';
import { LabError } from '../../../text/errors.js';
import { describeService } from './describe-service.js';
import { readState } from './find-cluster.js';
import { clusterFolder, clustersFolder } from './cluster-folder.js';
import type { ServiceState } from './state.js';
import { portHolder, whyNotFree } from './ports.js';
import { commandLine } from '../../../text/command-line.js';

type Service = Pick<ServiceState, 'name' | 'kind' | 'id' | 'port'>;

/** Throws `environment` that names the first port in use and, if known, the process that has it; or the first that this user may not have. */
export async function requireFreePorts(
  name: string,
  services: readonly Service[],
  folders: Folders,
  lookAt = whyNotFree,
): Promise<void> {
  for (const service of services) {
    const reason = await lookAt(service.port);
    if (reason === undefined) continue;
    if (reason === 'forbidden') {
      throw new LabError(
        'environment',
        `Port ${service.port}, which ${describeService(service)} needs, may not be opened by this user: ports below 1024 are root's.`,
        { hint: `Choose other ports: ${otherPort(name, service)}` },
      );
    }
    const holder = await portHolder(service.port);
    const cluster = holder && (await clusterWithProcess(folders, holder.pid));
    const by = holder
      ? `process ${holder.pid}${holder.program ? ` (${holder.program})` : ''}`
      : 'another process';
    const owner = cluster === undefined ? by : `${by}, which belongs to the practice cluster ${cluster}`;
    const free = `choose other ports: ${otherPort(name, service)}`;
    throw new LabError(
      'environment',
      `Port ${service.port}, which ${describeService(service)} needs, is in use by ${owner}.`,
      {
        hint:
          cluster === undefined
            ? `End that process, or ${free}`
            : `Stop that cluster (${commandLine`cluster down --name ${cluster}`}), or ${free}`,
      },
    );
  }
}

function otherPort(name: string, { kind, port }: Service): string {
  const other = port + (port < 50_000 ? 10_000 : -10_000);
  const named = name === 'lab' ? [] : ['--name', name];
  switch (kind) {
    case 'zookeeper':
      return commandLine`cluster up --zookeeper-port ${other} ${named}`;
    case 'registry':
      return commandLine`cluster up --registry-port ${other} ${named}`;
    case 'broker':
      return commandLine`cluster up --base-port ${other} ${named}`;
  }
}

async function clusterWithProcess(folders: Folders, pid: number): Promise<string | undefined> {
  const names = await readdir(clustersFolder(folders)).catch(() => []);
  return names.find((name) =>
    readState(clusterFolder(folders, name))?.services.some(({ process }) => process?.pid === pid),
  );
}
