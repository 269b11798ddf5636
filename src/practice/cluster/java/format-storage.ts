/** Java engine: makes the empty data folders of nodes without ZooKeeper ready for their first start, as the images do. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../../text/errors.js';
import type { Progress } from '../../../view/progress.js';
import { metaFile } from './cluster-id.js';
import { describeService } from '../state/describe-service.js';
import type { ServicePlan } from '../state/cluster-plan.js';
import { dataFolderOf, filesOf } from './service-files.js';

interface FormatOptions {
  readonly java: string;
  readonly jars: string;
  readonly classArchive: string | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Does nothing if already formatted. Throws `failed` with the output of Kafka's storage tool. */
export async function formatStorage(
  folder: string,
  services: readonly ServicePlan[],
  options: FormatOptions,
): Promise<void> {
  const empty = services.filter(
    ({ name, kraft }) => kraft && !existsSync(join(dataFolderOf(folder, name), metaFile)),
  );
  if (empty.length === 0) return;
  const step = options.progress.start(`Formatting the storage of ${empty.map(describeService).join(', ')}`);
  try {
    await Promise.all(empty.map((service) => format(folder, service, options)));
    step.succeed();
  } catch (error) {
    step.fail();
    throw error;
  }
}

function format(
  folder: string,
  service: ServicePlan,
  { java, jars, classArchive, signal }: FormatOptions,
): Promise<void> {
  const argv = [
    ...['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx128m', '-Xlog:cds*=error'],
    ...(classArchive === undefined ? [] : [`-XX:SharedArchiveFile=${classArchive}`]),
    ...['-cp', join(jars, '*'), 'kafka.tools.StorageTool', 'format'],
    ...['--cluster-id', service.kraft?.clusterId ?? '', '--config', filesOf(folder, service.name).properties],
  ];
  return new Promise((resolve, reject) => {
    execFile(java, argv, { signal }, (error, stdout, stderr) => {
      if (!error) {
        resolve();
        return;
      }
      if (signal.aborted) {
        reject(new LabError('interrupted', 'Interrupted while storage was being formatted.'));
        return;
      }
      const said = `${stdout}\n${stderr}`.split('\n').filter((line) => line && !line.startsWith('log4j:'));
      reject(
        new LabError(
          'failed',
          `The storage of ${describeService(service)} could not be formatted:\n  ${said.slice(-4).join('\n  ')}`,
          {
            hint: 'Check the compose file: its CLUSTER_ID, voters or listeners.',
            cause: error,
          },
        ),
      );
    });
  });
}
