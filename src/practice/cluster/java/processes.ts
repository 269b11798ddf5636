/** The java engine: each service a JVM process of its own that outlives the command which started it. */
import { spawn } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { LabError } from '../../../text/errors.js';
import { discardClassData, findClassData, keepClassData } from './class-data.js';
import { controllerPorts, portsOfOthers } from './controller-ports.js';
import { childEnvironment } from '../state/child-environment.js';
import { addressesElsewhere } from './broker-properties.js';
import { describeService, endedWhileStarting, searchedLines } from '../state/describe-service.js';
import { isServing, registeredBrokers } from './zookeeper-serving.js';
import { endBrokers } from './end-brokers.js';
import { formatStorage } from './format-storage.js';
import { findJars } from './jars.js';
import { findRegistryApp } from './registry-app.js';
import { isRegistryServing } from './registry-serving.js';
import { requireRunnable } from './require-runnable.js';
import { findJava } from './java.js';
import { readLogs } from '../engine/read-logs.js';
import { requireFreePorts } from '../state/port-in-use.js';
import { accepts, listensOn } from '../state/ports.js';
import { identify, isAlive, killProcess, residentBytes } from '../state/process-identity.js';
import type { ClusterRecord } from '../state/record.js';
import type { Runner, ServiceReport, Surroundings } from '../engine/runner.js';
import { dataFolderOf, filesOf, runFolder, writeServiceFiles } from './service-files.js';
import { askAgain, throwIfInterrupted } from '../../../text/wait.js';
import { isBroker, isRegistry, isZooKeeper, type ServiceState } from '../state/state.js';
import { lastLines, sizeOf } from '../engine/log-lines.js';

const startTimeoutMs = 90_000;

export function javaRunner(record: ClusterRecord, { folders, env, progress, signal }: Surroundings): Runner {
  const zookeeper = () => record.state.services.find(isZooKeeper);

  const logStarts = new Map<string, number>();

  async function start(service: ServiceState, until: AbortSignal): Promise<void> {
    const step = progress.start(`Starting ${describeService(service)}`);
    try {
      await launch(service);
      await untilReady(service.name, until);
      step.succeed(`${describeService(service)} is up at ${service.address}`);
    } catch (error) {
      step.fail(`${describeService(service)} did not start`);
      throw error;
    }
  }

  async function launch({ name }: ServiceState): Promise<void> {
    const files = filesOf(record.folder, name);
    logStarts.set(name, await sizeOf(files.log));
    const output = await open(files.output, 'w', 0o600);
    try {
      const child = spawn(record.state.java ?? 'java', [`@${files.arguments}`], {
        cwd: record.folder,
        env: childEnvironment(env),
        // Its own session: ^C and closing the terminal do not reach it.
        detached: true,
        stdio: ['ignore', output.fd, output.fd],
      });
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', reject);
      });
      child.unref();
      const identity = child.pid === undefined ? undefined : await identify(child.pid);
      if (identity) {
        await record.updateService(name, { process: { ...identity, startedAt: new Date().toISOString() } });
      }
    } finally {
      await output.close();
    }
  }

  async function untilReady(name: string, until: AbortSignal): Promise<void> {
    const { log } = filesOf(record.folder, name);
    const isReady = async () => {
      const service = current(name);
      if (await isAlive(service.process)) return (await answers(service)) && (await isOurs(service));
      // A port that was free may have been taken while it started.
      await requireFreePorts(record.state.name, [service], folders);
      throw endedWhileStarting(service, await lastWords(name), `less ${log}`);
    };
    const patience = { timeoutMs: startTimeoutMs, pauseMs: 60, signal: until };
    if (await askAgain(isReady, patience, Boolean)) return;
    throw new LabError(
      'timeout',
      `${describeService(current(name))} did not answer within ${startTimeoutMs / 1000} s.`,
      { hint: `Its log is ${log}` },
    );
  }

  function current(name: string): ServiceState {
    const service = record.state.services.find((each) => each.name === name);
    if (!service) throw new LabError('not-found', `There is no service ${name}.`);
    return service;
  }

  /** Of this start only: the log goes on from earlier ones. */
  async function lastWords(name: string): Promise<string[]> {
    const files = filesOf(record.folder, name);
    return [
      ...(await lastLines(files.log, searchedLines, logStarts.get(name))),
      ...(await lastLines(files.output, 20)),
    ];
  }

  async function answers(service: ServiceState): Promise<boolean> {
    if (isRegistry(service)) return isRegistryServing(service.address);
    if (isZooKeeper(service)) return isServing(service.port);
    const keeper = zookeeper();
    // Without ZooKeeper a broker opens its port once the controller has registered it.
    const registered = keeper && (await registeredBrokers(keeper.port));
    return registered?.has(service.id) !== false && (await accepts(service.port));
  }

  /** Not what another process says there, of another cluster perhaps; where that is not told, what answers is ours. */
  const isOurs = async ({ process, port }: ServiceState) =>
    process !== undefined && (await listensOn(process.pid, port)) !== false;

  const forget = ({ name }: ServiceState) =>
    rm(dataFolderOf(record.folder, name), { recursive: true, force: true });

  async function report(service: ServiceState, withMemory: boolean): Promise<ServiceReport> {
    const { process: started } = service;
    if (!started || !(await isAlive(started))) {
      return {
        name: service.name,
        running: false,
        healthy: false,
        pid: null,
        container: null,
        startedAt: null,
        memoryBytes: null,
      };
    }
    return {
      name: service.name,
      running: true,
      healthy: await answers(service),
      pid: started.pid,
      container: null,
      startedAt: new Date(started.startedAt),
      memoryBytes: withMemory ? ((await residentBytes(started.pid)) ?? null) : null,
    };
  }

  return {
    engine: 'java',

    async prepare(plan, names) {
      requireRunnable(plan);
      const java = await findJava(env);
      if (!java)
        throw new LabError('environment', 'There is no Java on this machine.', {
          hint: 'Install Java 17 or newer.',
        });
      const services = plan.services.filter(({ name }) => names.includes(name));
      await requireFreePorts(record.state.name, services, folders);
      for (const service of services) {
        const elsewhere = addressesElsewhere(service);
        if (elsewhere.length === 0) continue;
        progress.note(
          `KAFKA_ADVERTISED_LISTENERS of ${service.name} names ${elsewhere.join(', ')}: the java engine listens on localhost only, at the same port.`,
        );
      }
      const jars = await findJars({ cacheFolder: folders.cache, mode: plan.mode, env, progress, signal });
      const programOf = async (folder: string) => ({
        folder,
        classData: await findClassData(folders.cache, java, folder),
      });
      const kafka = await programOf(jars);
      const registry = services.some(isRegistry)
        ? await programOf(await findRegistryApp({ cacheFolder: folders.cache, env, progress, signal }))
        : undefined;
      const controllers = await controllerPorts(record, plan, folders);
      const taken = new Set([
        ...plan.services.flatMap(({ hostPorts }) => hostPorts),
        ...controllers.values(),
        ...(await portsOfOthers(record.state.name, folders)),
      ]);
      await writeServiceFiles(record.folder, plan, services, {
        ...{ kafka, registry },
        ports: { controllers, taken },
      });
      await formatStorage(record.folder, services, {
        ...{ java: java.path, jars, classArchive: kafka.classData.archive, progress, signal },
      });
      await record.update({ java: java.path });
    },

    async start(services) {
      for (const service of services.filter(isZooKeeper)) await start(service, signal);
      // The first one that fails ends the waiting for the others.
      const failure = new AbortController();
      const until = AbortSignal.any([signal, failure.signal]);
      await Promise.allSettled(
        services
          .filter((service) => !isZooKeeper(service))
          .map((service) => start(service, until).catch((error: unknown) => failure.abort(error))),
      );
      throwIfInterrupted(signal);
      if (failure.signal.aborted) throw failure.signal.reason;
    },

    async stop(services, how, until) {
      const end = (leaving: readonly ServiceState[]) =>
        how === 'gently'
          ? endBrokers(record.state.services, leaving, until)
          : Promise.all(leaving.map(async ({ process }) => !process || killProcess(process)));
      // The first of each kind writes the archive of its classes; ZooKeeper shares the brokers'.
      for (const kind of [isRegistry, isBroker, isZooKeeper]) {
        const leaving = services.filter(kind);
        if (leaving.length === 0) continue;
        const [wentByItself = true] = await end(leaving);
        const tidyClassData = wentByItself ? keepClassData : discardClassData;
        await tidyClassData(folders.cache, runFolder(record.folder));
      }
      for (const { name } of services) await record.updateService(name, { process: undefined });
    },

    inspect: ({ withMemory }) =>
      Promise.all(record.state.services.map((service) => report(service, withMemory))),

    async *logs(services, options) {
      const files = services.map(({ name }) => ({ name, file: filesOf(record.folder, name).log }));
      yield* readLogs(files, options);
    },

    forget,

    async remove(deleteData) {
      if (!deleteData) return;
      for (const service of record.state.services) await forget(service);
    },
  };
}
