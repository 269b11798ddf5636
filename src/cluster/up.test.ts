import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf } from '../errors.js';
import {
  freePorts,
  javaThatSays,
  labErrorOf,
  listenOn,
  recordedProgress,
  temporaryHome,
  type TemporaryHome,
} from '../testing/cluster-fixtures.js';
import { down } from './down.js';
import { clusterFolder, findCluster, readState } from './find-cluster.js';
import { identify } from './process-identity.js';
import { sleep } from './sleep.js';
import { writeState, type ClusterState } from './state.js';
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

describe('bad situations, each with exit code 1 and nothing left running', () => {
  test('a port in use: which, by whom, and what to do', async () => {
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

  test('a service that ends while it starts: its last words', async () => {
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

  test('^C stops what was started', async () => {
    const pidFile = join(home.path, 'pid');
    home.program('java', javaThatSays('17.0.9', `echo $$ > ${pidFile}; exec sleep 60`));
    const interruption = new AbortController();
    const starting = labErrorOf(up(options({ signal: interruption.signal })));
    while (!existsSync(pidFile) || !(await identify(pidIn(pidFile)))) await sleep(20);
    await sleep(100);
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
    while (!readState(clusterFolder(home.folders, 'lab'))?.services[0]?.process) await sleep(20);
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

  test('a name that cannot be one', async () => {
    const error = await labErrorOf(up(options({ name: '../x' })));
    expect(error.message).toBe('"../x" cannot be the name of a cluster.');
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
    });
    await writeState(folder(), remembered({ phase: 'down' }));
    expect(findCluster(home.folders, 'lab')).toBeUndefined();
    writeFileSync(join(folder(), 'state.json'), 'half a fi');
    expect(findCluster(home.folders, 'lab')).toBeUndefined();
  });

  test('from before a reboot: its pids belong to others now, who are left alone, and it starts again', async () => {
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

  test('is ended by down after a reboot without touching anybody', async () => {
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

  test.each<[string, Partial<UpOptions>, string]>([
    ['another engine', { engine: 'docker' }, 'is up already, with the java engine'],
    ['more brokers', { brokers: 5 }, 'is up already, with 3 brokers'],
    ['other ports', { basePort: 9092 }, 'is up already, with its first broker on port'],
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
      'Cluster lab has the data of 3 brokers; with 1 some of it could not be reached.',
    );
    expect(error.hint).toContain('--delete-data');
  });
});
