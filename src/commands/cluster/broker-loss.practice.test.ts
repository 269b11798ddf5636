import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readState } from '../../practice/cluster/state/find-cluster.js';
import { clusterFolder } from '../../practice/cluster/state/cluster-folder.js';
import { killProcess } from '../../practice/cluster/state/process-identity.js';
import { freePorts, shareCache, temporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { runCli } from '../../testing/program/run-cli.js';

const records = 10_000;
const home = temporaryHome();
shareCache(home.path);
const env = { HOME: process.env['HOME'], JAVA_HOME: process.env['JAVA_HOME'] };
const lab = (argv: readonly string[], stdin?: AsyncIterable<Buffer>) =>
  runCli(argv, { home: home.path, env, ...(stdin ? { stdin } : {}) });

interface Printed {
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
}

function expectDone({ exitCode, stderr }: { readonly exitCode: number; readonly stderr: string }): void {
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
}

beforeAll(async () => {
  const basePort = await freePorts(4);
  const ports = ['--base-port', String(basePort), '--zookeeper-port', String(basePort + 3)];
  expectDone(await lab(['cluster', 'up', '--engine', 'java', ...ports]));
}, 180_000);

afterAll(async () => {
  const services = readState(clusterFolder(home.folders, 'lab'))?.services ?? [];
  await Promise.all(services.flatMap(({ process }) => process ?? []).map((each) => killProcess(each)));
  home.remove();
}, 60_000);

describe('a broker that dies while records are written with acks=all', () => {
  test('takes no acknowledged record along, and none comes twice', async () => {
    const created = await lab(['topics', 'create', 'numbers', '-p', '6', '-r', '3']);
    expectDone(created);

    let killed: Promise<{ exitCode: number; stderr: string }> | undefined;
    // Numbered lines at a steady pace; half-way, in the midst of it, a broker is killed.
    async function* numbers() {
      for (let first = 0; first < records; first += 100) {
        if (first === records / 2) killed = lab(['cluster', 'kill', '2']);
        const lines = Array.from({ length: 100 }, (_, index) => `${first + index}\n`);
        yield Buffer.from(lines.join(''));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    const produced = await lab(['produce', 'numbers', '--acks', 'all', '-o', 'json'], numbers());
    expect(await killed).toMatchObject({ exitCode: 0 });
    expectDone(produced);
    const report = JSON.parse(produced.stdout) as {
      acknowledged: number;
      partitions: { partition: number; acknowledged: number; firstOffset: number; lastOffset: number }[];
    };
    expect(report.acknowledged).toBe(records);

    const consumed = await lab(['consume', 'numbers', '--from-beginning', '--exit', '-o', 'jsonl']);
    expectDone(consumed);
    const read = consumed.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Printed);
    expect(read.map(({ value }) => Number(value)).sort((one, other) => one - other)).toEqual(
      Array.from({ length: records }, (_, number) => number),
    );
    // And exactly where the acknowledgements said.
    for (const { partition, acknowledged, firstOffset, lastOffset } of report.partitions) {
      const own = read.filter((each) => each.partition === partition);
      expect([own.length, own.at(0)?.offset, own.at(-1)?.offset]).toEqual([
        acknowledged,
        firstOffset,
        lastOffset,
      ]);
      const values = own.map(({ value }) => Number(value));
      expect(values).toEqual([...values].sort((one, other) => one - other));
    }

    const brokers = await lab(['brokers', 'list', '-o', 'jsonl']);
    const states = brokers.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; isUp: boolean });
    expect(states.filter(({ isUp }) => !isUp).map(({ id }) => id)).toEqual([2]);
  }, 180_000);
});
