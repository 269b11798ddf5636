import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf } from '../../text/errors.js';
import {
  freePorts,
  javaThatSays,
  labErrorOf,
  listenOn,
  recordedProgress,
  temporaryHome,
  type TemporaryHome,
} from '../../testing/clusters/cluster-fixtures.js';
import { openUndoStore } from '../../kafka/groups/undo-store.js';
import { down } from './down.js';
import { findCluster, readState } from './state/find-cluster.js';
import { clusterFolder } from './state/cluster-folder.js';
import { identify } from './state/process-identity.js';
import { sleep } from '../../text/wait.js';
import type { ClusterState } from './state/state.js';
import { writeState } from './state/write-state.js';
import { up, type UpOptions } from './up.js';

let home: TemporaryHome;
let basePort: number;
beforeEach(async () => {
  home = temporaryHome();
  basePort = await freePorts(4);
  const libs = join(home.path, 'kafka/libs');
  mkdirSync(libs, { recursive: true });
  writeFileSync(join(libs, 'kafka_2.13-3.9.1.jar'), '');
  home.program('java', javaThatSays('17.0.9'));
});
afterEach(() => home.remove());

function options(
  more: Partial<UpOptions> = {},
): UpOptions & { progress: ReturnType<typeof recordedProgress> } {
  return {
    name: 'lab',
    engine: 'java',
    basePort,
    zookeeperPort: basePort + 3,
    folders: home.folders,
    env: { ...home.env, KAFKA_HOME: join(home.path, 'kafka') },
    signal: new AbortController().signal,
    probe: () => Promise.reject(new Error('not reached in these tests')),
    ...more,
    progress: recordedProgress(),
  };
}

const pidIn = (file: string) => Number(readFileSync(file, 'utf8'));
/** A process is known before its first command has run. */
const isWritten = (file: string) => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n');

test('what is filled in from the environment is readable by its owner alone, and no process gets the rest of it', async () => {
  const seen = join(home.path, 'seen-environment');
  home.program('java', javaThatSays('17.0.9', `env > ${seen}; exec sleep 60`));
  // As an earlier version left them.
  mkdirSync(join(home.folders.data, 'clusters'), { recursive: true });
  chmodSync(home.folders.data, 0o755);
  const interruption = new AbortController();
  const env = { ...options().env, KAFKA_PASSWORD: 'secret', AWS_SECRET_ACCESS_KEY: 'secret', LC_ALL: 'C' };
  const starting = labErrorOf(up(options({ env, signal: interruption.signal })));
  const folder = clusterFolder(home.folders, 'lab');
  while (!readState(folder)?.services[0]?.process || !existsSync(seen)) await sleep(20);
  const modes = (readdirSync(home.folders.data, { recursive: true }) as string[]).map((name) => {
    const stats = statSync(join(home.folders.data, name));
    return [name, (stats.mode & 0o077).toString(8)];
  });
  interruption.abort();
  await starting;
  expect(modes.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'clusters/lab/docker-compose.yml',
      'clusters/lab/state.json',
      'clusters/lab/lock',
    ]),
  );
  expect(modes.filter(([, open]) => open !== '0')).toEqual([]);
  expect(statSync(home.folders.data).mode & 0o777).toBe(0o700);
  const environment = readFileSync(seen, 'utf8');
  expect(environment).toContain('LC_ALL=C');
  expect(environment).not.toContain('secret');
});

describe('failures, each with exit code 1 and no process left running', () => {
  test('a port in use: which port, by which process, and what to do', async () => {
    const server = await listenOn(basePort + 1);
    try {
      const error = await labErrorOf(up(options()));
      expect(exitCodeOf(error)).toBe(1);
      expect(error.message).toContain(
        `Port ${basePort + 1}, which broker 2 (kafka2) needs, is in use by process ${process.pid}`,
      );
      expect(error.hint).toContain('--base-port');
      expect(existsSync(clusterFolder(home.folders, 'lab'))).toBe(false);
    } finally {
      server.close();
    }
  });

  test('a service that ends while it starts: the end of its log', async () => {
    home.program(
      'java',
      javaThatSays('17.0.9', 'echo "Error: Could not find or load main class" >&2; exit 1'),
    );
    const error = await labErrorOf(up(options()));
    expect(exitCodeOf(error)).toBe(1);
    expect(error.message).toBe(
      'ZooKeeper ended while it was starting. Its log says:\n  Error: Could not find or load main class',
    );
    expect(error.hint).toContain(join(clusterFolder(home.folders, 'lab'), 'logs/zookeeper.log'));
    expect(findCluster(home.folders, 'lab')).toBeUndefined();
    expect(readState(clusterFolder(home.folders, 'lab'))).toBeUndefined();
  });

  test('a port that another cluster takes meanwhile: what answers there is not taken for ours', async () => {
    const began = join(home.path, 'began');
    // As a ZooKeeper does that finds its port taken.
    home.program('java', javaThatSays('17.0.9', `touch ${began}; sleep 1; echo BindException; exit 1`));
    const starting = labErrorOf(up(options()));
    while (!existsSync(began)) await sleep(20);
    const other = await listenOn(basePort + 3);
    other.on('connection', (socket) => socket.on('data', () => socket.end('Zookeeper version: 3.8.4\n')));
    try {
      const error = await starting;
      expect(exitCodeOf(error)).toBe(1);
      expect(error.message).toContain(
        `Port ${basePort + 3}, which ZooKeeper needs, is in use by process ${process.pid}`,
      );
      expect(error.hint).toContain('--zookeeper-port');
      expect(findCluster(home.folders, 'lab')).toBeUndefined();
    } finally {
      other.close();
    }
  });

  test('^C stops what was started', async () => {
    const pidFile = join(home.path, 'pid');
    home.program('java', javaThatSays('17.0.9', `echo $$ > ${pidFile}; exec sleep 60`));
    const interruption = new AbortController();
    const starting = labErrorOf(up(options({ signal: interruption.signal })));
    while (!existsSync(pidFile) || !(await identify(pidIn(pidFile)))) await sleep(20);
    while (!readState(clusterFolder(home.folders, 'lab'))?.services[0]?.process) await sleep(20);
    interruption.abort();
    expect((await starting).code).toBe('interrupted');
    expect(await identify(pidIn(pidFile))).toBeUndefined();
    expect(findCluster(home.folders, 'lab')).toBeUndefined();
  });

  test('a command that was killed in the middle leaves something that down finds', async () => {
    const pidFile = join(home.path, 'pid');
    home.program('java', javaThatSays('17.0.9', `echo $$ > ${pidFile}; exec sleep 60`));
    const interruption = new AbortController();
    const starting = labErrorOf(up(options({ signal: interruption.signal })));
    const isKnown = () => readState(clusterFolder(home.folders, 'lab'))?.services[0]?.process !== undefined;
    while (!isKnown() || !isWritten(pidFile)) await sleep(20);
    const state = readState(clusterFolder(home.folders, 'lab'))!;
    expect(state.phase).toBe('starting');
    expect(findCluster(home.folders, 'lab')).toBeUndefined();
    expect(state.services[0]!.process!.pid).toBe(pidIn(pidFile));
    interruption.abort();
    await starting;
  });

  test('a compose file that does not parse: line and column', async () => {
    const file = join(home.path, 'mine.yml');
    writeFileSync(file, 'services:\n  kafka: {image: "x\n');
    const error = await labErrorOf(up(options({ file })));
    expect(exitCodeOf(error)).toBe(1);
    expect(error.message).toMatch(/mine\.yml:\d+:\d+: /);
  });

  test('a compose file that is not there', async () => {
    expect((await labErrorOf(up(options({ file: '/none.yml' })))).message).toContain(
      '/none.yml cannot be read',
    );
  });

  test('an image that only Docker can run', async () => {
    const file = join(home.path, 'mine.yml');
    const shipped = readFileSync(join(home.folders.package, 'docker-compose.yml'), 'utf8');
    writeFileSync(
      file,
      shipped.replace('\nservices:\n', '\nservices:\n  ui: { image: provectuslabs/kafka-ui }\n'),
    );
    const error = await labErrorOf(up(options({ file })));
    expect(error.message).toContain('cannot run the service ui (image provectuslabs/kafka-ui)');
    expect(error.hint).toContain('--engine docker');
  });

  test('a schema registry that only Docker can run: which one can be had', async () => {
    const file = join(home.path, 'mine.yml');
    const shipped = readFileSync(join(home.folders.package, 'docker-compose.yml'), 'utf8');
    const image = 'confluentinc/cp-schema-registry:7.9.5';
    writeFileSync(
      file,
      shipped.replace('\nservices:\n', `\nservices:\n  sr: { image: '${image}', ports: ['8085:8081'] }\n`),
    );
    const error = await labErrorOf(up(options({ file })));
    expect(error.message).toContain(`cannot run the schema registry sr (image ${image})`);
    expect(error.hint).toMatch(/apicurio-registry-mem.*127\.0\.0\.1:8085:8080.*--engine docker/);
  });

  test('a schema registry that the compose file does not have', async () => {
    const file = join(home.path, 'mine.yml');
    const shipped = readFileSync(join(home.folders.package, 'docker-compose.yml'), 'utf8');
    writeFileSync(file, shipped.replace(/apicurio\/\S+/, 'provectuslabs/kafka-ui'));
    const error = await labErrorOf(up(options({ file, registry: true })));
    expect([error.code, error.message]).toEqual([
      'usage',
      expect.stringContaining('mine.yml describes no schema registry'),
    ]);
  });

  test("the schema registry's port in use: which option moves it", async () => {
    const [registryPort] = [await freePorts(1)];
    const server = await listenOn(registryPort);
    try {
      const error = await labErrorOf(up(options({ registryPort })));
      expect(error.message).toContain(`Port ${registryPort}, which the schema registry needs, is in use by`);
      expect(error.hint).toContain('cluster up --registry-port');
    } finally {
      server.close();
    }
  });

  test('an invalid name', async () => {
    const error = await labErrorOf(up(options({ name: '../x' })));
    expect(error.message).toBe('"../x" cannot be the name of a cluster.');
  });
});

describe('without ZooKeeper', () => {
  const kraft = (more: Partial<UpOptions> = {}) =>
    options({ kraft: true, zookeeperPort: undefined, env: { ...home.env, KAFKA_HOME: kafka4() }, ...more });

  function kafka4(): string {
    const libs = join(home.path, 'kafka4/libs');
    mkdirSync(libs, { recursive: true });
    writeFileSync(join(libs, 'kafka_2.13-4.4.0.jar'), '');
    return join(home.path, 'kafka4');
  }

  test('ZooKeeper has no port', async () => {
    const error = await labErrorOf(up(kraft({ zookeeperPort: 2181 })));
    expect([error.code, exitCodeOf(error)]).toEqual(['usage', 2]);
    expect(error.message).toContain('--zookeeper-port has no effect');
  });

  test('storage that cannot be formatted: the words of the tool, and nothing is left', async () => {
    home.program(
      'java',
      javaThatSays('17.0.9', 'echo "Cluster ID string x does not appear to be valid" >&2; exit 1'),
    );
    const error = await labErrorOf(up(kraft()));
    expect(error.message).toContain(
      'could not be formatted:\n  Cluster ID string x does not appear to be valid',
    );
    expect(readState(clusterFolder(home.folders, 'lab'))).toBeUndefined();
  });

  test('every node knows the ports of all voters, which no other cluster takes, and has one id', async () => {
    home.program('java', javaThatSays('17.0.9', 'case "$*" in *StorageTool*) exit 0;; esac; exit 1'));
    const propertiesIn = (name: string) =>
      ['kafka1', 'kafka2', 'kafka3'].map((service) =>
        readFileSync(join(clusterFolder(home.folders, name), 'run', `${service}.properties`), 'utf8'),
      );
    const voters = (text: string) => /^controller\.quorum\.voters=(.*)$/m.exec(text)![1]!;
    const vote = (text: string) => /CONTROLLER:\/\/127\.0\.0\.1\\?:(\d+)/.exec(text)![1]!;
    await labErrorOf(up(kraft()));
    const first = propertiesIn('lab');
    expect(new Set(first.map(voters)).size).toBe(1);
    expect(voters(first[0]!)).toBe(
      first.map((text, index) => `${index + 1}@127.0.0.1:${vote(text)}`).join(','),
    );
    // One that is down now, and will want its ports back.
    const services = first.map((text, index) => ({
      ...{ name: `kafka${index + 1}`, kind: 'broker' as const, id: index + 1, port: basePort + index },
      ...{ address: `localhost:${basePort + index}`, controllerPort: Number(vote(text)) },
    }));
    await writeState(clusterFolder(home.folders, 'lab'), {
      ...{ version: 1, name: 'lab', engine: 'java', phase: 'down', file: kraftFile(), services },
    });
    await labErrorOf(up(kraft({ name: 'two' })));
    const taken = new Set(first.map(vote));
    expect(
      propertiesIn('two')
        .map(vote)
        .filter((port) => taken.has(port)),
    ).toEqual([]);
  });

  const kraftFile = () => join(home.folders.package, 'docker-compose.kraft.yml');

  test('data of the one kind is not given to the other', async () => {
    const service = {
      name: 'kafka1',
      kind: 'broker',
      id: 1,
      port: basePort,
      address: 'localhost:1',
    } as const;
    await writeState(clusterFolder(home.folders, 'lab'), {
      ...{ version: 1, name: 'lab', engine: 'java', phase: 'down', file: kraftFile(), services: [service] },
    });
    const error = await labErrorOf(up(options({ file: join(home.folders.package, 'docker-compose.yml') })));
    expect(error.message).toContain('has the data of a cluster without ZooKeeper');
    const zookeeper = { ...service, name: 'zookeeper', kind: 'zookeeper', id: 0 } as const;
    await writeState(clusterFolder(home.folders, 'lab'), {
      ...{ version: 1, name: 'lab', engine: 'java', phase: 'down', services: [zookeeper, service] },
      file: join(home.folders.package, 'docker-compose.yml'),
    });
    expect((await labErrorOf(up(kraft()))).message).toContain('has the data of a cluster with ZooKeeper');
  });
});

describe('a cluster that is remembered', () => {
  const service = (name: string, kind: 'broker' | 'zookeeper', id: number, port: number) => ({
    ...{ name, kind, id, port },
    address: `localhost:${port}`,
  });
  const remembered = (more: Partial<ClusterState>): ClusterState => ({
    version: 1,
    name: 'lab',
    engine: 'java',
    phase: 'up',
    file: join(home.folders.package, 'docker-compose.yml'),
    services: [
      service('zookeeper', 'zookeeper', 0, basePort + 3),
      service('kafka1', 'broker', 1, basePort),
      service('kafka2', 'broker', 2, basePort + 1),
      service('kafka3', 'broker', 3, basePort + 2),
    ],
    ...more,
  });
  const folder = () => clusterFolder(home.folders, 'lab');

  async function withRunningProcesses(): Promise<ClusterState> {
    const own = { ...(await identify(process.pid))!, startedAt: new Date().toISOString() };
    const state = remembered({});
    const running = { ...state, services: state.services.map((each) => ({ ...each, process: own })) };
    await writeState(folder(), running);
    return running;
  }

  test('is found by name with its addresses, while it is up', async () => {
    await writeState(folder(), remembered({}));
    expect(findCluster(home.folders, 'lab')).toEqual({
      name: 'lab',
      engine: 'java',
      bootstrapServers: [0, 1, 2].map((index) => `localhost:${basePort + index}`),
      zookeeper: `localhost:${basePort + 3}`,
      registry: '',
    });
    await writeState(folder(), remembered({ phase: 'down' }));
    expect(findCluster(home.folders, 'lab')).toBeUndefined();
    writeFileSync(join(folder(), 'state.json'), 'half a fi');
    expect(findCluster(home.folders, 'lab')).toBeUndefined();
  });

  test('from before a reboot: its pids belong to other processes now, which are left alone, and it starts again', async () => {
    const stranger = { pid: process.pid, born: 'the boot before 4711', startedAt: new Date().toISOString() };
    const state = remembered({});
    await writeState(folder(), {
      ...state,
      services: state.services.map((each) => ({ ...each, process: stranger })),
    });
    home.program('java', javaThatSays('17.0.9', 'echo "Error: as far as this test goes" >&2; exit 1'));
    const given = options({ basePort: undefined, zookeeperPort: undefined });
    const error = await labErrorOf(up(given));
    expect(error.message).toContain('as far as this test goes');
    expect(given.progress.lines.join('\n')).toContain('was not shut down');
    expect(readState(folder())?.phase).toBe('down');
  });

  test('is ended by down after a reboot without touching other processes', async () => {
    const stranger = { pid: process.pid, born: 'the boot before 4711', startedAt: new Date().toISOString() };
    const state = remembered({});
    await writeState(folder(), {
      ...state,
      services: state.services.map((each) => ({ ...each, process: stranger })),
    });
    const result = await down({ ...options(), deleteData: false });
    expect(result).toEqual({ name: 'lab', engine: 'java', stopped: [], dataDeleted: false });
    expect((await labErrorOf(down({ ...options(), deleteData: false }))).code).toBe('not-found');
  });

  test('that cannot be read is neither deleted nor started beside what may run', async () => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), 'state.json'), '{"version": 2}');
    for (const work of [
      () => down({ ...options(), deleteData: true }),
      () => down({ ...options(), deleteData: false }),
      () => up(options()),
    ]) {
      const error = await labErrorOf(work());
      expect([error.code, error.message]).toEqual(['environment', expect.stringContaining('state.json')]);
      expect(error.hint).toContain(`ps -ef | grep ${folder()}`);
    }
    expect(readFileSync(join(folder(), 'state.json'), 'utf8')).toBe('{"version": 2}');
  });

  test('deleted with its data, it takes the offsets kept for undo with it: with Docker the next one has its id', async () => {
    const id = 'uVgKiSYpRJmYgmDBUvBZcQ';
    const undo = openUndoStore(home.folders, id, 'billing');
    const others = openUndoStore(home.folders, 'another', 'billing');
    const entry = { group: 'billing', at: '2026-01-01T00:00:00.000Z', change: 'reset', offsets: [] };
    for (const store of [undo, others]) await store.keep(entry);
    await writeState(folder(), remembered({ phase: 'down' }));
    writeFileSync(
      join(folder(), 'docker-compose.yml'),
      `services:\n  a:\n    environment:\n      CLUSTER_ID: ${id}\n`,
    );
    await down({ ...options(), deleteData: true });
    expect((await undo.entries()).kept).toEqual([]);
    expect((await others.entries()).kept).toHaveLength(1);
  });

  test('deleted by several commands at once: one does it, the others say that it is gone', async () => {
    for (let round = 0; round < 5; round += 1) {
      await writeState(folder(), remembered({ phase: 'down' }));
      mkdirSync(join(folder(), 'data/kafka1'), { recursive: true });
      const outcomes = await Promise.allSettled(
        Array.from({ length: 4 }, () => down({ ...options(), deleteData: true })),
      );
      const failures = outcomes.flatMap((each) =>
        each.status === 'rejected' ? [each.reason as unknown] : [],
      );
      const isGone = {
        code: 'not-found',
        message: 'Cluster lab is gone: another kafka-lab has stopped it and deleted its data meanwhile.',
      };
      expect(failures).toEqual(Array.from({ length: 3 }, () => expect.objectContaining(isGone)));
      expect(existsSync(folder())).toBe(false);
    }
  });

  test.each<[string, Partial<UpOptions>, string]>([
    ['another engine', { engine: 'docker' }, 'is up already, with the java engine'],
    ['more brokers', { brokers: 5 }, 'is up already, with 3 brokers'],
    ['other ports', { basePort: 9092 }, 'is up already, with its first broker on port'],
    ['no ZooKeeper', { kraft: true }, 'is up already, with ZooKeeper'],
    ['another file', { file: '/other.yml' }, 'is up already, from '],
  ])('is not started a second time with %s', async (_what, more, message) => {
    await withRunningProcesses();
    const error = await labErrorOf(up(options({ basePort: undefined, zookeeperPort: undefined, ...more })));
    expect([error.code, exitCodeOf(error)]).toEqual(['exists', 1]);
    expect(error.message).toContain(message);
    expect(error.hint).toContain('kafka-lab cluster');
  });

  test('that is up is said to be up, and left as it is', async () => {
    await withRunningProcesses();
    const brokerIds = [1, 2, 3];
    const given = options({ probe: () => Promise.resolve({ brokerIds, controllerId: 2 }), engine: 'auto' });
    expect(await up(given)).toMatchObject({ engine: 'java', started: [], controllerId: 2 });
  });

  test('does not lose brokers that hold data', async () => {
    await writeState(folder(), remembered({ phase: 'down' }));
    const error = await labErrorOf(up(options({ brokers: 1 })));
    expect(error.message).toBe(
      'Cluster lab has the data of 3 brokers; with 1 some of it would be unavailable.',
    );
    expect(error.hint).toContain('--delete-data');
  });
});

describe('with Docker', () => {
  test('the registry of the profile is started once the brokers are up, and ended before them', async () => {
    const log = join(home.path, 'docker-log');
    home.program(
      'docker',
      `echo "$*" >> ${log}
case "$*" in *" ps "*) for each in zookeeper kafka1 kafka2 kafka3 registry; do
  echo "{\\"ID\\": \\"$each\\", \\"Service\\": \\"$each\\", \\"State\\": \\"running\\", \\"Health\\": \\"healthy\\"}"
done;; esac`,
    );
    const probe = () => Promise.resolve({ brokerIds: [1, 2, 3], controllerId: 1 });
    const registryPort = await freePorts(1);
    const wanted = options({ engine: 'docker', registryPort, probe });
    const url = `http://localhost:${registryPort}/apis/ccompat/v7`;
    expect(await up(wanted)).toMatchObject({ engine: 'docker', registry: url });
    expect(findCluster(home.folders, 'lab')?.registry).toBe(url);
    await down({ ...options({ engine: 'docker' }), deleteData: false });
    const verbs = readFileSync(log, 'utf8')
      .split('\n')
      .flatMap((line) => / (up|stop) .*?((?: (?:zookeeper|kafka\d|registry))+)$/.exec(line)?.slice(1) ?? []);
    expect(verbs).toEqual([
      ...['up', ' zookeeper', 'up', ' kafka1 kafka2 kafka3', 'up', ' registry'],
      ...['stop', ' registry', 'stop', ' kafka1 kafka2 kafka3', 'stop', ' zookeeper'],
    ]);
    const derived = readFileSync(join(clusterFolder(home.folders, 'lab'), 'docker-compose.yml'), 'utf8');
    expect(derived).toContain(`127.0.0.1:${registryPort}:8080`);
    expect(derived).not.toContain('profiles');
    // What is kept is as it was, until it is told otherwise.
    expect(await up(options({ engine: 'docker', probe }))).toMatchObject({ registry: url });
  });
});
