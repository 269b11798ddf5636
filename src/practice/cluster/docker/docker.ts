/** The docker engine: `docker compose` on the derived file in the cluster's folder. */
import { writePrivateFile } from '../../../files/private-file.js';
import { join, resolve } from 'node:path';
import { derivedFile } from '../state/cluster-folder.js';
import { LabError } from '../../../text/errors.js';
import { describeService, endedWhileStarting, searchedLines } from '../state/describe-service.js';
import { docker, dockerLines, type DockerOptions } from './docker-command.js';
import { isHealthy, memoryOf, parseContainers, startTimes, type Container } from './docker-containers.js';
import type { ClusterMode } from '../state/cluster-plan.js';
import { requireFreePorts } from '../state/port-in-use.js';
import type { ClusterRecord } from '../state/record.js';
import type { LogLine, Runner, ServiceReport, Surroundings } from '../engine/runner.js';
import { pause, throwIfInterrupted } from '../../../text/wait.js';
import { isBroker, isRegistry, isZooKeeper, modeOf, type ServiceState } from '../state/state.js';

const startTimeoutMs = 180_000;

/** The default cluster is the project of plain `docker compose up`, so each finds the other's containers. */
export const projectOf = (name: string, mode: ClusterMode): string =>
  name !== 'lab' ? `kafka-lab-${name}` : mode === 'kraft' ? 'kraft-lab' : 'kafka-lab';

export function dockerRunner(
  record: ClusterRecord,
  { folders, env, progress, signal }: Surroundings,
): Runner {
  let others: readonly string[] = [];
  const compose = (args: readonly string[], options: Partial<DockerOptions> = {}) =>
    docker([...composeArguments(), ...args], { env, ...options });
  const project = () => record.state.project ?? projectOf(record.state.name, modeOf(record.state));
  const composeArguments = () => [
    'compose',
    ...['--project-name', project()],
    ...['--file', derivedFile(record.folder)],
    // Relative paths in the file are relative to its original folder.
    ...['--project-directory', resolve(record.state.file, '..')],
  ];

  async function containers(): Promise<Map<string, Container>> {
    const text = await compose(['ps', '--all', '--no-trunc', '--format', 'json']);
    return new Map(parseContainers(text).map((container) => [container.Service, container]));
  }

  /** Shows each service as it becomes healthy. Throws as soon as one ends, which `up --wait` may report late. */
  async function watch(services: readonly ServiceState[], since: Date, stop: AbortSignal): Promise<void> {
    const steps = new Map(
      services.map((service) => [service, progress.start(`Starting ${describeService(service)}`)]),
    );
    const up = (service: ServiceState) => `${describeService(service)} is up at ${service.address}`;
    // A container that was stopped before says `exited` until it is started.
    const begun = new Set<ServiceState>();
    try {
      while (steps.size > 0 && !stop.aborted) {
        const found = await containers();
        for (const [service, step] of steps) {
          const container = found.get(service.name);
          if (container?.State === 'running') begun.add(service);
          if (container?.State === 'restarting' || (container?.State === 'exited' && begun.has(service))) {
            throw await ended(service, since);
          }
          if (container && isHealthy(container)) {
            step.succeed(up(service));
            steps.delete(service);
          }
        }
        await pause(500, stop);
      }
    } finally {
      const found = steps.size > 0 ? await containers() : undefined;
      for (const [service, step] of steps) {
        const container = found?.get(service.name);
        if (container && isHealthy(container)) step.succeed(up(service));
        else step.fail(`${describeService(service)} did not start`);
      }
    }
  }

  /** The container is about to be removed; its log stays in the cluster's folder. */
  async function ended(service: ServiceState, since: Date): Promise<LabError> {
    const options = ['--no-color', '--no-log-prefix', '--since', since.toISOString()];
    const text = await compose(['logs', ...options, service.name]);
    const file = join(record.folder, 'logs', `${service.name}.log`);
    await writePrivateFile(file, text);
    return endedWhileStarting(service, text.trimEnd().split('\n').slice(-searchedLines), `less ${file}`);
  }

  async function startTogether(services: readonly ServiceState[]): Promise<void> {
    if (services.length === 0) return;
    const since = new Date();
    const over = new AbortController();
    const names = services.map(({ name }) => name);
    const up = compose(['up', '--detach', '--wait', '--no-deps', '--quiet-pull', ...names], {
      signal: AbortSignal.any([signal, over.signal]),
      timeoutMs: startTimeoutMs,
    });
    const finishing = up.finally(() => over.abort());
    // Only a service that ends stops the waiting for compose, which notices a little later that all are healthy.
    const watching = watch(services, since, over.signal).catch((error: unknown) => {
      over.abort();
      throw error;
    });
    const [finished, watched] = await Promise.allSettled([finishing, watching]);
    throwIfInterrupted(signal);
    if (watched.status === 'rejected') throw watched.reason;
    if (finished.status === 'rejected') {
      const found = await containers();
      const gone = services.find(({ name }) => found.get(name)?.State === 'exited');
      throw gone ? await ended(gone, since) : finished.reason;
    }
  }

  return {
    engine: 'docker',

    async prepare(plan, names) {
      others = plan.others.map(({ name }) => name);
      const services = plan.services.filter(({ name }) => names.includes(name));
      await requireFreePorts(record.state.name, services, folders);
    },

    async start(services) {
      // A registry that keeps its schemas in a topic needs the brokers, and ends without them.
      const registries = services.filter(isRegistry);
      await startTogether(services.filter((service) => !isRegistry(service)));
      await startTogether(registries);
      if (others.length > 0 && services.some(isBroker)) {
        await compose(['up', '--detach', '--no-deps', ...others]);
      }
    },

    async stop(services, how) {
      if (services.length === 0) return;
      // Without ZooKeeper the last of several brokers to stop waits in vain for a majority.
      const patience = modeOf(record.state) === 'kraft' && services.length > 1 ? '8' : '20';
      const verb = how === 'gently' ? ['stop', '--timeout', patience] : ['kill'];
      for (const kind of [isRegistry, isBroker, isZooKeeper]) {
        const part = services.filter(kind);
        if (part.length > 0) await compose([...verb, ...part.map(({ name }) => name)]);
      }
    },

    async inspect({ withMemory }) {
      const found = await containers();
      const ids = [...found.values()].map(({ ID }) => ID);
      const running = [...found.values()].filter(({ State }) => State === 'running').map(({ ID }) => ID);
      const [started, memory] = await Promise.all([
        startTimes(ids, env),
        withMemory ? memoryOf(running, env) : undefined,
      ]);
      return record.state.services.map(({ name }): ServiceReport => {
        const container = found.get(name);
        const id = container?.ID.slice(0, 12) ?? null;
        const isRunning = container?.State === 'running';
        return {
          name,
          running: isRunning,
          healthy: container !== undefined && isHealthy(container),
          pid: null,
          container: id,
          startedAt: isRunning && id !== null ? (started.get(id) ?? null) : null,
          memoryBytes: id === null ? null : (memory?.get(id) ?? null),
        };
      });
    },

    async *logs(services, { lines, follow, signal: until }) {
      const args = ['logs', '--no-color', '--tail', String(lines), ...(follow ? ['--follow'] : [])];
      const all = dockerLines(
        [...composeArguments(), ...args, ...services.map(({ name }) => name)],
        env,
        until,
      );
      for await (const text of all) yield logLine(text);
    },

    async forget(service, volumes) {
      await compose(['rm', '--stop', '--force', '--volumes', service.name]);
      for (const volume of volumes) {
        const labels = [`com.docker.compose.project=${project()}`, `com.docker.compose.volume=${volume}`];
        const filters = labels.flatMap((label) => ['--filter', `label=${label}`]);
        const found = await docker(['volume', 'ls', '--quiet', ...filters], { env });
        const names = found.split('\n').filter(Boolean);
        if (names.length > 0) await docker(['volume', 'rm', ...names], { env });
      }
    },

    async remove(deleteData) {
      // `down` alone would leave the unnamed volumes of the images behind.
      await compose(['rm', '--stop', '--force', '--volumes']);
      await compose(['down', '--remove-orphans', ...(deleteData ? ['--volumes'] : [])]);
    },
  };
}

/** `kafka1-1  | [2026-…` */
function logLine(text: string): LogLine {
  const match = /^(\S+?)(?:-\d+)?\s+\| ?(.*)$/.exec(text);
  return match ? { service: match[1] ?? '', line: match[2] ?? '' } : { service: '', line: text };
}

/** Why Docker cannot be used here; `undefined` if it can. */
export async function whyNoDocker(env: DockerOptions['env']): Promise<string | undefined> {
  try {
    await docker(['version', '--format', '{{.Server.Version}}'], { env, timeoutMs: 10_000 });
    await docker(['compose', 'version'], { env, timeoutMs: 10_000 });
    return undefined;
  } catch (error) {
    return error instanceof LabError ? error.message : String(error);
  }
}
