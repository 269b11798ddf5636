/** `cluster down`: stops a cluster, and deletes its data if requested. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { forgetCluster } from '../../kafka/groups/undo-store.js';
import { commandLine } from '../../text/command-line.js';
import { LabError } from '../../text/errors.js';
import { describeService } from './state/describe-service.js';
import { readState, requireReadableState } from './state/find-cluster.js';
import { clusterFolder, derivedFile } from './state/cluster-folder.js';
import { clearFolder, withLock } from './state/lock.js';
import { requireName } from './state/name.js';
import { ClusterRecord } from './state/record.js';
import { runnerFor } from './runner-for-engine.js';
import type { Surroundings } from './engine/runner.js';
import type { EngineName } from './state/state.js';

export interface DownResult {
  readonly name: string;
  readonly engine: EngineName;
  /** Names of the services that ran. */
  readonly stopped: readonly string[];
  readonly dataDeleted: boolean;
}

/** Works from any shell, after a crash and after a reboot. Throws `not-found` if there is no such cluster. */
export async function down(
  options: Surroundings & { readonly name: string; readonly deleteData: boolean },
): Promise<DownResult> {
  const { name, deleteData, progress } = options;
  requireName(name);
  const folder = clusterFolder(options.folders, name);
  requireReadableState(folder);
  const state = readState(folder);
  if (!state && deleteData && existsSync(folder))
    return withLock(folder, options, () => clearRemains(folder, name));
  if (!state || (state.phase === 'down' && !deleteData)) throw noCluster(name, state !== undefined);
  return withLock(folder, options, async () => {
    const present = readState(folder);
    // Another command had the lock before.
    if (!present) throw goneMeanwhile(name);
    if (present.phase === 'down' && !deleteData) throw noCluster(name, true);
    const record = new ClusterRecord(options.folders, present);
    const runner = runnerFor(record, options);
    const reports = await runner.inspect({ withMemory: false });
    const running = record.state.services.filter((_, index) => reports[index]?.running);
    const step = progress.start(
      running.length ? `Stopping ${running.map(describeService).join(', ')}` : `Cleaning up cluster ${name}`,
    );
    try {
      await runner.stop(record.state.services, 'gently', options.signal);
      await runner.remove(deleteData);
      await record.update({ phase: 'down' });
    } catch (error) {
      step.fail();
      if (error instanceof LabError && error.code === 'interrupted') throw halfDown(name);
      throw error;
    }
    step.succeed(`Cluster ${name} is down`);
    if (deleteData) await forgetResets(options.folders, folder);
    if (deleteData) await clearFolder(folder);
    return {
      name,
      engine: record.state.engine,
      stopped: running.map((service) => service.name),
      dataDeleted: deleteData,
    };
  });
}

/** What a failed start has left: its logs, and data that was never used. */
async function clearRemains(folder: string, name: string): Promise<DownResult> {
  // Another command may have started it while this one waited for the lock.
  if (readState(folder)) {
    throw new LabError('failed', `Cluster ${name} was started meanwhile.`, { hint: 'Try again.' });
  }
  await clearFolder(folder);
  return { name, engine: 'java', stopped: [], dataDeleted: true };
}

function goneMeanwhile(name: string): LabError {
  return new LabError(
    'not-found',
    `Cluster ${name} is gone: another kafka-lab has stopped it and deleted its data meanwhile.`,
  );
}

/** With Docker a new cluster of the same name has the same id: resets of the old one must not be taken back there. */
async function forgetResets(folders: Surroundings['folders'], folder: string): Promise<void> {
  const text = await readFile(derivedFile(folder), 'utf8').catch(() => '');
  const ids = new Set([...text.matchAll(/^\s+CLUSTER_ID: "?([\w-]+)"?$/gm)].map(([, id = '']) => id));
  for (const id of ids) await forgetCluster(folders, id);
}

/** The error if no cluster of that name is up. */
function halfDown(name: string): LabError {
  return new LabError('interrupted', `Cluster ${name} is not down yet: some of it may still run.`, {
    hint: `See what does: ${commandLine`cluster status --name ${name}`}; end it: ${commandLine`cluster down --name ${name}`}`,
  });
}

export function noCluster(name: string, hasData: boolean): LabError {
  const named = name === 'lab' ? '' : ` --name ${name}`;
  return new LabError(
    'not-found',
    `No practice cluster ${name} is up${hasData ? ' (its data is kept)' : ''}.`,
    {
      hint: `Start it: kafka-lab cluster up${named}`,
    },
  );
}
