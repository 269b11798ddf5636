import { afterAll, describe, expect, test } from '@jest/globals';
import type { TopicDescription } from '../../kafka/topics/describe-topics.js';
import { writeRecords, writeTransaction } from '../../testing/clusters/kafkajs-records.js';
import { runCli } from '../../testing/program/run-cli.js';
import { onTestCluster, testCluster, typedHere, uniqueName } from '../../testing/clusters/test-cluster.js';

const created: string[] = [];

function newName(): string {
  const name = uniqueName('topics');
  created.push(name);
  return name;
}

async function create(...options: string[]): Promise<string> {
  const name = newName();
  const { exitCode, stderr } = await onTestCluster(['topics', 'create', name, ...options]);
  if (exitCode !== 0) throw new Error(stderr);
  return name;
}

async function describeTopic(name: string): Promise<TopicDescription> {
  const { stdout } = await onTestCluster(['topics', 'describe', name, '-o', 'jsonl']);
  return JSON.parse(stdout) as TopicDescription;
}

async function exists(name: string): Promise<boolean> {
  const { stdout } = await onTestCluster(['topics', 'list', '--filter', `^${name}$`]);
  return stdout !== '';
}

afterAll(async () => {
  const { stdout } = await onTestCluster(['topics', 'list', '-o', 'json']);
  const left = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
  const own = created.filter((name) => left.includes(name));
  if (own.length > 0) await onTestCluster(['topics', 'delete', ...own, '--yes']);
}, 60_000);

describe('topics create', () => {
  test('partitions, replicas and configs as asked, every partition led at once', async () => {
    const name = await create(
      '-p',
      '4',
      '-r',
      '3',
      '--config',
      'retention.ms=3600000',
      '--config',
      'cleanup.policy=compact,delete',
    );
    const topic = await describeTopic(name);
    expect(topic).toMatchObject({
      name,
      replicationFactor: 3,
      configs: { 'retention.ms': '3600000', 'cleanup.policy': 'compact,delete' },
    });
    const [dry, clone] = [newName(), newName()];
    const planned = await onTestCluster(['topics', 'clone', name, dry, '--dry-run']);
    expect([planned.stdout, await exists(dry)]).toEqual([`${dry}\t4\t3\tplanned\n`, false]);
    expect((await onTestCluster(['topics', 'clone', name, clone, '-r', '2'])).exitCode).toBe(0);
    const cloned = await describeTopic(clone);
    expect(cloned).toMatchObject({ partitionCount: 4, replicationFactor: 2, configs: topic.configs });
    expect((await onTestCluster(['topics', 'clone', name, clone])).stderr).toContain('exists already');
    expect(
      topic.partitions.map(({ partition, replicas, isr, leader }) => [
        partition,
        replicas.length,
        isr.length,
        leader !== null,
      ]),
    ).toEqual([0, 1, 2, 3].map((partition) => [partition, 3, 3, true]));
  });

  test('with an explicit placement of each partition, and an explicit move', async () => {
    const name = await create('--replica-assignment', '3:1,1:2');
    const replicas = async () => (await describeTopic(name)).partitions.map((each) => each.replicas);
    expect(await replicas()).toEqual([
      [3, 1],
      [1, 2],
    ]);
    const one = await onTestCluster(['topics', 'reassign', name, '--replicas', '0=2:1:3']);
    expect([one.exitCode, one.stdout]).toEqual([0, `${name}\t0\t3,1\t2,1,3\t2\t0 B\tplanned\n`]);
    const partitions = [{ topic: name, partition: 1, replicas: [3, 1], log_dirs: ['any', 'any'] }];
    const file = await onTestCluster(['topics', 'reassign', '--from-file', '-', '--execute', '--wait'], {
      stdin: JSON.stringify({ version: 1, partitions }),
    });
    expect([file.exitCode, file.stderr]).toEqual([0, expect.stringContaining('1 of 1 partition change')]);
    expect(await replicas()).toEqual([
      [3, 1],
      [3, 1],
    ]);
    for (const [argv, exitCode, message] of [
      [['create', newName(), '--replica-assignment', '1:9'], 1, 'Broker 9 cannot take replicas'],
      [['create', newName(), '--replica-assignment', '1', '-p', '1'], 2, 'leave out --partitions'],
      [['reassign', name, '--replicas', '0=8:3'], 1, 'Broker 8 cannot take replicas'],
      [['reassign', name, '--replicas', '2=1'], 1, 'has no partition 2: it has 2, 0 to 1.'],
    ] as const) {
      const refused = await onTestCluster(['topics', ...argv]);
      expect([refused.exitCode, refused.stderr]).toEqual([exitCode, expect.stringContaining(message)]);
    }
  });

  test("the broker's defaults, and what they were is told", async () => {
    const name = newName();
    const { exitCode, stdout } = await onTestCluster(['topics', 'create', name, '-o', 'json']);
    expect(exitCode).toBe(0);
    const answer = JSON.parse(stdout) as { partitions: number; replicationFactor: number };
    const topic = await describeTopic(name);
    expect([answer.partitions, answer.replicationFactor]).toEqual([
      topic.partitions.length,
      topic.replicationFactor,
    ]);
  });

  test('a dry run makes nothing, and finds faults', async () => {
    const name = newName();
    const dry = await onTestCluster([
      'topics',
      'create',
      name,
      '-p',
      '5',
      '-r',
      '2',
      '--dry-run',
      '-o',
      'plain',
    ]);
    expect(dry).toEqual({
      exitCode: 0,
      stdout: `${name}\t5\t2\tplanned\n`,
      stderr: 'A dry run: nothing was created.\n',
    });
    expect(await exists(name)).toBe(false);
    const wrong = await onTestCluster([
      'topics',
      'create',
      name,
      '--config',
      'retention.ms=long',
      '--dry-run',
    ]);
    expect(wrong.exitCode).toBe(1);
  });

  test('one that exists is an error with a way on, unless that is fine', async () => {
    const name = await create('-p', '2');
    expect(await onTestCluster(['topics', 'create', name])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        `error: Topic "${name}" exists already.\n` +
        `See it: ${typedHere()} topics describe ${name}; to accept it as it is, add --if-not-exists\n`,
    });
    const again = await onTestCluster(['topics', 'create', name, '-p', '9', '--if-not-exists', '-o', 'json']);
    expect([again.exitCode, JSON.parse(again.stdout)]).toMatchObject([
      0,
      { partitions: 2, outcome: 'exists' },
    ]);
  });

  test.each([
    [
      ['--config', 'no.such.config=1'],
      1,
      /could not be created: Unknown topic config name: no\.such\.config \(INVALID_CONFIG\)/,
    ],
    [
      ['--config', 'segment.ms=1000', '--config', 'retention.msx=1'],
      1,
      /Unknown topic config name: retention\.msx \(INVALID_CONFIG\)\nDid you mean retention\.ms/,
    ],
    [
      ['--config', 'retention.ms=soon'],
      1,
      /Invalid value soon for configuration retention\.ms.*\(INVALID_CONFIG\)/,
    ],
    [
      ['-r', '9'],
      1,
      /cannot have 9 replicas: 3 brokers are up[^]*Use --replication-factor 3, or add a broker: kafka-lab cluster add/,
    ],
    [['--config', 'retention.ms'], 2, /not NAME=VALUE/],
    [['-p', '0'], 2, /--partitions: "0" is too small/],
  ])('%j is refused, and nothing is made', async (options, exitCode, stderr) => {
    const name = newName();
    const refused = await onTestCluster(['topics', 'create', name, ...options]);
    expect([refused.exitCode, refused.stdout, refused.stderr]).toEqual([
      exitCode,
      '',
      expect.stringMatching(stderr),
    ]);
    expect(await exists(name)).toBe(false);
  });

  test.each(['my topic', '..', 'x'.repeat(250), 'käse'])('the name %j is refused', async (name) => {
    const { exitCode, stderr } = await onTestCluster(['topics', 'create', name]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is not a valid topic name')]);
  });
});

describe('a typo creates nothing', () => {
  test('whatever is asked of a topic that is not there', async () => {
    const name = await create();
    const typo = `${name}x`;
    for (const argv of [
      ['topics', 'describe', typo],
      ['offsets', 'list', typo],
      ['consume', typo, '--exit'],
      ['consume', typo, '--exit', '--group', typo],
      ['produce', typo, 'value'],
      ['topics', 'delete', typo, '--yes'],
    ]) {
      const { exitCode, stdout, stderr } = await onTestCluster(argv);
      expect([argv, exitCode, stdout]).toEqual([argv, 1, '']);
      expect(stderr).toContain(`There is no topic "${typo}".\nDid you mean ${name}`);
    }
    expect(await exists(typo)).toBe(false);
  });
});

describe('topics list', () => {
  test('own topics in order, internal ones when asked', async () => {
    const prefix = uniqueName('list');
    const names = ['b', 'a'].map((suffix) => `${prefix}-${suffix}`);
    created.push(...names);
    for (const name of names) await onTestCluster(['topics', 'create', name, '-p', '2', '-r', '3']);
    const { stdout } = await onTestCluster(['topics', 'list', '--filter', `^${prefix}`]);
    expect(stdout).toBe(`${prefix}-a\t2\t3\tok\n${prefix}-b\t2\t3\tok\n`);
    expect((await onTestCluster(['topics', 'list'])).stdout).not.toContain('__consumer_offsets');
    // A group, so that there is the topic which keeps their offsets.
    await onTestCluster(['consume', names[0]!, '--exit', '--group', prefix]);
    expect((await onTestCluster(['topics', 'list', '--internal'])).stdout).toContain('__consumer_offsets\t');
  });
});

describe('topics describe', () => {
  test('offsets, and honest counts', async () => {
    const plain = await create('-p', '2');
    const compacted = await create('-p', '1', '--config', 'cleanup.policy=compact');
    const transactional = await create('-p', '1');
    const messages = ['a', 'b', 'c'].map((value) => ({ key: 'k', value, partition: 0 }));
    await writeRecords(plain, messages);
    await writeRecords(compacted, messages);
    await writeTransaction(transactional, messages, 'commit');
    const names = [plain, compacted, transactional];
    const { exitCode, stdout, stderr } = await onTestCluster(['topics', 'describe', ...names, '-o', 'json']);
    expect([exitCode, stderr]).toEqual([0, '']);
    const counts = (JSON.parse(stdout) as TopicDescription[]).map(({ partitions }) =>
      partitions.map(({ low, high, records, upperBound }) => [low, high, records, upperBound]),
    );
    expect(counts).toEqual([
      [
        [0, 3, 3, null],
        [0, 0, 0, null],
      ],
      [[0, 3, 3, 'compacted']],
      [[0, 4, 4, 'transactional']],
    ]);
    const table = await onTestCluster(['topics', 'describe', compacted, '-o', 'table']);
    expect(table.stdout).toMatch(/ ≤ 3\n/);
    const partitions = async (filter: string) =>
      (await onTestCluster(['topics', 'describe', plain, filter, '--columns', 'PARTITION'])).stdout;
    expect([await partitions('--empty'), await partitions('--skip-empty')]).toEqual(['1\n', '0\n']);
    const unused = await create('-p', '2');
    const listed = async (filter: string) =>
      (await onTestCluster(['topics', 'list', filter, '--columns', 'TOPIC'])).stdout.split('\n');
    expect(await listed('--empty')).toContain(unused);
    expect(await listed('--empty')).not.toContain(plain);
    expect(await listed('--skip-empty')).toEqual(expect.arrayContaining(names));
    expect(await listed('--skip-empty')).not.toContain(unused);
    expect(table.stderr).toContain('the topic is compacted');
  });

  test('a topic named twice is one topic', async () => {
    const name = await create('-p', '1');
    const { stdout } = await onTestCluster(['topics', 'describe', name, name, '-o', 'plain']);
    expect(stdout).toMatch(/^0\t\d\t\S+\t\S+\t\t0\t0\t0\n$/);
  });
});

describe('topics delete', () => {
  test('gone at once, several together, one named twice', async () => {
    const names = [await create(), await create()];
    const { exitCode, stdout } = await onTestCluster(['topics', 'delete', ...names, names[0]!, '--yes']);
    expect([exitCode, stdout]).toEqual([0, names.map((name) => `${name}\tdeleted\n`).join('')]);
    for (const name of names) expect(await exists(name)).toBe(false);
  });

  test('made and deleted again and again under one name: every broker knows at once', async () => {
    const name = newName();
    const brokers = testCluster().bootstrapServers.split(',');
    for (let round = 0; round < 5; round++) {
      const made = await onTestCluster(['topics', 'create', name, '-p', '2', '-r', '2']);
      expect([made.exitCode, made.stdout]).toEqual([0, `${name}\t2\t2\tcreated\n`]);
      for (const broker of brokers) {
        const { exitCode } = await runCli(['-b', broker, 'topics', 'describe', name]);
        expect([broker, exitCode]).toEqual([broker, 0]);
      }
      expect((await onTestCluster(['topics', 'delete', name, '--yes'])).exitCode).toBe(0);
      for (const broker of brokers) {
        const { exitCode } = await runCli(['-b', broker, 'topics', 'describe', name]);
        expect([broker, exitCode]).toEqual([broker, 1]);
      }
    }
  }, 60_000);

  test('not without a yes, and nothing when one of them is unknown', async () => {
    const name = await create();
    const unasked = await onTestCluster(['topics', 'delete', name]);
    expect([unasked.exitCode, unasked.stderr]).toEqual([
      2,
      expect.stringContaining('If you are sure, pass --yes.'),
    ]);
    const unknown = await onTestCluster(['topics', 'delete', name, uniqueName('unknown'), '--yes']);
    expect([unknown.exitCode, unknown.stderr]).toEqual([1, expect.stringContaining('There is no topic')]);
    expect(await exists(name)).toBe(true);
  });
});
