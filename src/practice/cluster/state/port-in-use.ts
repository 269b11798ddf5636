/** The error for ports that are in use, checked before anything is started. */
import { readdir } from 'node:fs/promises';
import type { Folders } from '../../../view/world.js';
import { LabError } from '../../../text/errors.js';
import { describeService } from './describe-service.js';
import { readState } from './find-cluster.js';
import { clusterFolder, clustersFolder } from './cluster-folder.js';
import type { ServicePlan } from './cluster-plan.js';
import { isPortFree, portHolder } from './ports.js';
import { commandLine } from '../../../text/command-line.js';

/** Throws `environment` that names the first port in use and, if known, the process that has it. */
export async function requireFreePorts(services: readonly ServicePlan[], folders: Folders): Promise<void> {
  for (const service of services) {
    if (await isPortFree(service.port)) continue;
    const holder = await portHolder(service.port);
    const cluster = holder && (await clusterWithProcess(folders, holder.pid));
    const by = holder
      ? `process ${holder.pid}${holder.program ? ` (${holder.program})` : ''}`
      : 'another process';
    const owner = cluster === undefined ? by : `${by}, which belongs to the practice cluster ${cluster}`;
    const other = service.port + (service.port < 50_000 ? 10_000 : -10_000);
    const command =
      service.kind === 'zookeeper'
        ? commandLine`cluster up --zookeeper-port ${other}`
        : commandLine`cluster up --base-port ${other}`;
    const free = `choose other ports: ${command}`;
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

async function clusterWithProcess(folders: Folders, pid: number): Promise<string | undefined> {
  const names = await readdir(clustersFolder(folders)).catch(() => []);
  return names.find((name) =>
    readState(clusterFolder(folders, name))?.services.some(({ process }) => process?.pid === pid),
  );
}
