import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../testing/program/run-cli.js';
import { clusterAdd } from './add.js';
import { clusterDown } from './down.js';
import { clusterKill } from './kill.js';
import { clusterStart } from './start.js';
import { clusterStatus } from './status.js';
import { clusterStop } from './stop.js';
import { clusterUp } from './up.js';

describe('what is typed → options', () => {
  test.each([
    [{}, { engine: 'auto', name: 'lab' }],
    [
      { brokers: 5, basePort: 19092 },
      { engine: 'auto', name: 'lab', brokers: 5, basePort: 19092 },
    ],
  ])('cluster up %j', (raw, parsed) => expect(clusterUp.options.parse(raw)).toEqual(parsed));

  test.each([{ brokers: 2 }, { engine: 'podman' }, { basePort: 0 }, { zookeeperPort: 70_000 }])(
    'cluster up refuses %j',
    (raw) => expect(clusterUp.options.safeParse(raw).success).toBe(false),
  );

  test('cluster up --file - reads standard input', async () => {
    const up = ['cluster', 'up', '--engine', 'java', '--file', '-'];
    const { exitCode, stderr } = await runCli(up, { stdin: '\ufeffservices:\n  kafka1: 7\n' });
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/standard-input\.yml:2:\d+: .*kafka1/)]);
    const elsewhere = await runCli([...up, '--name', '../x'], { stdin: 'services: {}' });
    expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([2, expect.stringContaining('"../x" cannot be')]);
  });

  test('only deleting data is asked about', () => {
    expect(clusterDown.effectOf?.({ name: 'lab', deleteData: false })).toBe('writes');
    expect(clusterDown.effectOf?.({ name: 'lab', deleteData: true })).toBe('destroys');
    expect(clusterDown.confirmation?.({ name: 'two', deleteData: true })).toMatchObject({ word: 'two' });
  });
});

describe('result → view', () => {
  const services = [
    { name: 'zookeeper', kind: 'zookeeper', id: 0, address: 'localhost:2181', port: 2181 },
    { name: 'kafka1', kind: 'broker', id: 1, address: 'localhost:9092', port: 9092 },
  ] as const;

  test('up', () => {
    const view = clusterUp.view({
      ...{ name: 'two', engine: 'java', started: ['kafka1'], bootstrapServers: ['localhost:9092'] },
      ...{ zookeeper: 'localhost:2181', registry: null, controllerId: 1, services },
    });
    expect(view.rows).toEqual([
      ['zookeeper', 'localhost:2181', 'ZooKeeper'],
      ['kafka1', 'localhost:9092', 'broker 1, controller'],
    ]);
    expect(view.notes).toEqual([
      'Cluster two is up, with the java engine.',
      'Next: kafka-lab topics create my-first-topic --cluster two   stop it: kafka-lab cluster down --name two',
    ]);
  });

  test('status', () => {
    const running = {
      running: true,
      healthy: true,
      container: null,
      uptimeMs: 61_000,
      memoryBytes: 150 * 2 ** 20,
    };
    const view = clusterStatus.view({
      ...{ name: 'lab', engine: 'java', mode: 'zookeeper', healthy: false, controllerId: 1 },
      services: [
        { ...services[0], ...running, isController: false, pid: 11 },
        { ...services[1], ...running, isController: true, pid: 12, healthy: false },
        {
          ...{
            name: 'kafka2',
            kind: 'broker',
            id: 2,
            address: 'localhost:9093',
            port: 9093,
            isController: false,
          },
          ...{
            running: false,
            healthy: false,
            pid: null,
            container: null,
            uptimeMs: null,
            memoryBytes: null,
          },
        },
      ],
    });
    expect(view.header).toEqual(['SERVICE', 'ROLE', 'ADDRESS', 'PID', 'UPTIME', 'MEMORY', 'STATE']);
    expect(view.rows).toEqual([
      [
        'zookeeper',
        'ZooKeeper',
        'localhost:2181',
        11,
        '1 min 1 s',
        '150 MiB',
        { text: 'healthy', tone: 'good' },
      ],
      [
        'kafka1',
        'broker 1, controller',
        'localhost:9092',
        12,
        '1 min 1 s',
        '150 MiB',
        { text: 'not ready', tone: 'warn' },
      ],
      ['kafka2', 'broker 2', 'localhost:9093', null, null, null, { text: 'stopped', tone: 'bad' }],
    ]);
    expect(view.notes).toEqual([
      'Cluster lab, java engine: 2 of 3 services run, 300 MiB together. Start what is missing: kafka-lab cluster up',
    ]);
  });

  test('stop, start, kill, add, down', () => {
    const change = { cluster: 'lab', service: 'kafka2', kind: 'broker', id: 2, changed: true } as const;
    expect(clusterStop.view({ ...change, action: 'stopped' }).rows).toEqual([
      ['kafka2', 'broker 2', 'stopped'],
    ]);
    expect(clusterKill.view({ ...change, action: 'killed' }).notes?.[0]).toContain(
      'kafka-lab cluster start kafka2',
    );
    const registry = { ...change, service: 'registry', kind: 'registry', id: 0, inMemory: true } as const;
    expect(clusterStop.view({ ...registry, action: 'stopped' })).toMatchObject({
      rows: [['registry', 'schema registry', 'stopped']],
      notes: [
        'Its schemas are gone: it had them in memory.   bring it back: kafka-lab cluster start registry',
      ],
    });
    expect(clusterStart.view({ ...change, action: 'started', changed: false }).rows[0]?.[2]).toBe(
      'already running',
    );
    expect(
      clusterAdd.view({ cluster: 'lab', service: 'kafka4', id: 4, address: 'localhost:9095' }).rows,
    ).toEqual([['kafka4', 'broker 4', 'localhost:9095']]);
    expect(clusterDown.view({ name: 'lab', engine: 'docker', stopped: [], dataDeleted: true }).rows).toEqual([
      ['lab', 'docker', 'nothing ran', 'deleted'],
    ]);
  });
});

test.each([
  [['cluster', 'status'], 'No practice cluster lab is up.'],
  [['cluster', 'logs'], 'No practice cluster lab is up.'],
  [['cluster', 'down', '--name', 'two'], 'No practice cluster two is up.'],
  [['cluster', 'stop', '1'], 'No practice cluster lab is up.'],
  [['cluster', 'add'], 'No practice cluster lab is up.'],
])('%j without a cluster', async (argv, message) => {
  const { exitCode, stdout, stderr } = await runCli(argv);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toContain(message);
  expect(stderr).toContain('kafka-lab cluster up');
});
