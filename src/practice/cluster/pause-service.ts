/** Freezes one service of a cluster and resumes it, like a machine that hangs or a long garbage collection. */
import { LabError } from '../../text/errors.js';
import { docker } from './docker/docker-command.js';
import { openCluster } from './open-cluster.js';
import { pickService } from './pick-service.js';
import { signalProcess } from './state/process-identity.js';
import type { Surroundings } from './engine/runner.js';

interface Options extends Surroundings {
  readonly name: string;
  /** `2`, `kafka2` */
  readonly service: string;
}

/** Its connections stay open, but get no answers. Throws `not-found`, `failed`. */
export const pauseService = (options: Options): Promise<void> => freeze(options, 'SIGSTOP');

/** A service that is not paused stays as it is. Throws `not-found`. */
export const resumeService = (options: Options): Promise<void> => freeze(options, 'SIGCONT');

async function freeze(options: Options, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
  const { record, runner } = openCluster(options.name, options);
  const service = pickService(record.state, options.service);
  if (record.state.engine === 'docker') {
    const reports = await runner.inspect({ withMemory: false });
    const container = reports.find(({ name }) => name === service.name)?.container;
    if (container === null || container === undefined) throw notRunning(service.name);
    const verb = signal === 'SIGSTOP' ? 'pause' : 'unpause';
    await docker([verb, container], { env: options.env, timeoutMs: 10_000 });
    return;
  }
  if (service.process === undefined) throw notRunning(service.name);
  await signalProcess(service.process, signal);
}

function notRunning(name: string): LabError {
  return new LabError('failed', `${name} is not running, so it cannot be paused.`, {
    hint: 'See what is running: kafka-lab cluster status',
  });
}
