import { spawn, type IPty } from '@lydell/node-pty';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { createKafkajsClient } from '../kafka/consumer/kafkajs-client.js';
import { openSession, type KafkaSession } from '../kafka/session/session.js';
import { createSnapshotTaker } from '../monitor/take/take-snapshot.js';
import type { Snapshot } from '../monitor/take/snapshot.js';
import { startOwnCluster, type OwnCluster } from '../testing/clusters/own-cluster.js';
import { parsePrometheus } from '../testing/peers/parse-prometheus.js';
import { uniqueName } from '../testing/clusters/test-cluster.js';
import { until } from '../testing/clusters/until.js';
import { askAgain } from '../text/wait.js';
import { running } from '../testing/program/running-cli.js';
import type { WireConnection } from '../wire/protocol/connection.js';

const program = fileURLToPath(new URL('../../bin/kafka-lab.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-monitor-'));
const topic = uniqueName('watched');
const group = uniqueName('readers');

let cluster: OwnCluster;
let session: KafkaSession;
const terminals = new Set<IPty>();
const consumers: { disconnect(): Promise<void> }[] = [];

beforeAll(async () => {
  cluster = await startOwnCluster();
  session = sessionTo(cluster);
  await cluster.lab(['topics', 'create', topic, '--partitions', '6', '--replication-factor', '3']);
  await cluster.lab(['produce', topic], { stdin: 'one\ntwo\nthree\n' });
}, 120_000);

afterEach(async () => {
  for (const terminal of terminals) terminal.kill();
  terminals.clear();
  await Promise.all(consumers.splice(0).map((consumer) => consumer.disconnect()));
});

afterAll(async () => {
  await session.close();
  await cluster.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

function sessionTo({ bootstrapServers }: OwnCluster): KafkaSession {
  const addresses = bootstrapServers.split(',').map((address) => {
    const [host = '', port = ''] = address.split(':');
    return { host, port: Number(port) };
  });
  const signal = new AbortController().signal;
  return openSession({ bootstrapServers: addresses, origin: 'a test' }, { timeoutMs: 10_000, signal });
}

interface Terminal {
  /** All that was written so far, without the marks that place it. */
  text(): string;
  raw(): string;
  forget(): void;
  press(keys: string): void;
  readonly ended: Promise<number>;
}

function onTerminal(
  argv: readonly string[],
  [columns, rows]: readonly [number, number] = [160, 40],
): Terminal {
  const terminal = spawn(process.execPath, [program, '-b', cluster.bootstrapServers, ...argv], {
    cols: columns,
    rows,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, TERM: 'xterm-256color', NO_COLOR: '1' },
  });
  terminals.add(terminal);
  let written = '';
  terminal.onData((data) => (written += data));
  return {
    text: () => stripVTControlCharacters(written.replaceAll('\u001b[K', '\n')),
    raw: () => written,
    forget: () => (written = ''),
    press: (keys) => terminal.write(keys),
    ended: new Promise((resolve) => {
      terminal.onExit(({ exitCode }) => {
        terminals.delete(terminal);
        resolve(exitCode);
      });
    }),
  };
}

async function shows(terminal: Terminal, text: string | RegExp): Promise<void> {
  const isThere = () =>
    typeof text === 'string' ? terminal.text().includes(text) : text.test(terminal.text());
  if (!(await askAgain(isThere, { timeoutMs: 40_000, pauseMs: 100 }, Boolean)))
    throw new Error(`Not shown: ${String(text)}. What was there:\n${differentLines(terminal.text())}`);
}

/** Each once, as a screen that is drawn every second has most of its lines in common with the one before. */
function differentLines(text: string): string {
  return [...new Set(text.split('\n'))].join('\n').slice(-20_000);
}

async function joinGroup(): Promise<void> {
  const consumer = createKafkajsClient(session).consumer({
    groupId: group,
    sessionTimeout: 10_000,
    maxWaitTimeInMs: 200,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ eachMessage: () => Promise.resolve() });
  consumers.push(consumer);
}

describe('monitor on a terminal', () => {
  test('draws, listens to keys, and gives the terminal back', async () => {
    const monitor = onTerminal(['monitor', '--interval', '300ms'], [80, 24]);
    await shows(monitor, 'brokers up 3/3');
    await shows(monitor, topic.slice(0, 12));
    monitor.press('?');
    await shows(monitor, 'THIS ROW');
    monitor.press('\u001b');
    monitor.press('z');
    await shows(monitor, `TOPIC ${topic}`);
    monitor.press('q');
    expect(await monitor.ended).toBe(0);
    expect(monitor.raw()).toContain('\u001b[?1049h');
    expect(monitor.raw().slice(-40)).toContain('\u001b[?25h\u001b[?1049l');
  }, 30_000);

  test('^C ends it quietly', async () => {
    const monitor = onTerminal(['monitor']);
    await shows(monitor, 'brokers up 3/3');
    monitor.press('\u0003');
    expect(await monitor.ended).toBe(0);
  }, 30_000);

  test('a rebalance: members and assignment before → after', async () => {
    await joinGroup();
    const monitor = onTerminal(['monitor', '--interval', '500ms']);
    await shows(monitor, group);
    monitor.press('e');
    await until(async () => ((await members()) === 1 ? true : undefined));
    await joinGroup();
    await shows(monitor, `group ${group} rebalanced: 1 → 2 members, took `);
    await shows(monitor, new RegExp(`${topic} 0-5 → ${topic} [0-5,-]+`));
    await shows(monitor, new RegExp(`– → ${topic} [0-5,-]+`));
    expect(monitor.text()).toMatch(new RegExp(`member \\S+ joined group ${group}`));
  }, 60_000);
});

async function members(): Promise<number> {
  const { stdout } = await cluster.lab(['monitor', '--once', '-o', 'json']);
  const { groups } = JSON.parse(stdout) as Snapshot;
  return groups.find((each) => each.group === group)?.members?.length ?? 0;
}

describe('without a screen', () => {
  test('refuses in a pipe, and says what there is instead', async () => {
    const { exitCode, stderr } = await cluster.lab(['monitor']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('monitor --once -o json')]);
  });

  test('--once', async () => {
    const { stdout, exitCode } = await cluster.lab(['monitor', '--once', '-o', 'json']);
    const snapshot = JSON.parse(stdout) as Snapshot;
    expect(exitCode).toBe(0);
    expect(snapshot.brokers.map(({ state, diskBytes }) => [state, (diskBytes ?? 0) > 0])).toEqual([
      ['up', true],
      ['up', true],
      ['up', true],
    ]);
    const own = snapshot.topics.find(({ name }) => name === topic);
    expect(own?.partitions.reduce((sum, { high }) => sum + (high ?? 0), 0)).toBe(3);
  });

  test.each<[string[], number, RegExp]>([
    [['--check', 'under_replicated = 0', '--check', 'brokers = 3'], 0, /brokers = 3\tholds\t3/],
    [['--check', `rate(${topic}) < 1`, '--interval', '200ms'], 0, /holds\t0/],
    [['--check', 'brokers > 3'], 1, /brokers > 3\tfails\t3/],
    [['--check', 'lag(nobody) = 0'], 1, /there is no group "nobody"/],
  ])('%j → %i', async (argv, exitCode, text) => {
    const result = await cluster.lab(['monitor', ...argv]);
    expect(result.stdout).toMatch(text);
    expect(result.exitCode).toBe(exitCode);
  });

  test('--check that cannot be read: 2, with a caret', async () => {
    const { exitCode, stderr } = await cluster.lab(['monitor', '--check', 'brokers > some']);
    expect(stderr).toContain('\n  brokers > some\n            ^\n');
    expect(exitCode).toBe(2);
  });

  test('--exporter is scraped', async () => {
    const stop = new AbortController();
    const serving = cluster.lab(['monitor', '--exporter', '127.0.0.1:29308'], { signal: stop.signal });
    const response = await until(() => fetch('http://127.0.0.1:29308/metrics').catch(() => undefined));
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const metrics = parsePrometheus(await response.text());
    expect(metrics.get('kafka_brokers')).toEqual([[{}, 3]]);
    expect(metrics.get('kafka_topic_partitions')).toContainEqual([{ topic }, 6]);
    const ends = metrics
      .get('kafka_topic_partition_current_offset')
      ?.filter(([labels]) => labels['topic'] === topic);
    expect(ends?.reduce((sum, [, value]) => sum + value, 0)).toBe(3);
    expect((await fetch('http://127.0.0.1:29308/elsewhere')).status).toBe(404);
    stop.abort();
    const { exitCode, stderr } = await serving;
    expect([exitCode, stderr]).toEqual([0, 'Serving http://127.0.0.1:29308/metrics until ^C.\n']);
  }, 30_000);

  test('each broker is asked a bounded number of requests, and none that writes', async () => {
    const asked = new Map<string, number>();
    const counted = (connection: WireConnection): WireConnection => ({
      ...connection,
      send(apiKey, version, name, ...rest) {
        const key = `${connection.nodeId} ${name}`;
        asked.set(key, (asked.get(key) ?? 0) + 1);
        return connection.send(apiKey, version, name, ...rest);
      },
    });
    const taker = createSnapshotTaker(
      { ...session, broker: async (id) => counted(await session.broker(id)) },
      { patienceMs: 10_000, now: () => new Date() },
    );
    const { topics } = await taker.take();
    expect(topics.flatMap(({ partitions }) => partitions).length).toBeGreaterThan(6);
    const most: Record<string, number> = { ListOffsets: 2, DescribeLogDirs: 1, ListGroups: 1 };
    for (const name of ['DescribeGroups', 'ConsumerGroupDescribe', 'OffsetFetch']) most[name] = 1;
    for (const [key, count] of asked)
      expect([key, count <= (most[key.split(' ')[1] ?? ''] ?? 0)]).toEqual([key, true]);
  });
});

describe('recordings', () => {
  test('what was recorded is replayed, step by step', async () => {
    const file = join(folder, 'rounds.jsonl');
    const recording = onTerminal(['monitor', '--record', file, '--interval', '300ms']);
    await shows(recording, 'brokers up 3/3');
    await until(() => Promise.resolve(lineCount(file) >= 3 || undefined));
    recording.press('q');
    expect(await recording.ended).toBe(0);

    const replay = onTerminal(['monitor', '--replay', file, '-b', 'localhost:1']);
    await shows(replay, `replay 1/${lineCount(file)}`);
    replay.press(' \u001b[C\u001b[C');
    await shows(replay, /replay 3\/\d+/);
    await shows(replay, 'PAUSED');
    replay.forget();
    replay.press('\u001b[D');
    await shows(replay, /replay 2\/\d+/);
    replay.press('q');
    expect(await replay.ended).toBe(0);

    const again = await cluster.lab(['monitor', '--once', '--record', file]);
    expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining('exists already')]);
  }, 60_000);
});

function lineCount(file: string): number {
  try {
    return readFileSync(file, 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
}

describe('--watch', () => {
  test('on a terminal: redrawn in place, changed rows marked, ^C ends it with 0', async () => {
    const watched = onTerminal(['offsets', 'list', topic, '--watch', '300ms']);
    await shows(watched, 'RECORDS/S');
    await cluster.lab(['produce', topic, 'four']);
    await shows(watched, `* ${topic}`);
    watched.press('\u0003');
    expect(await watched.ended).toBe(0);
    expect(watched.raw().trimEnd().endsWith('\u001b[?1049l')).toBe(true);
  }, 30_000);

  test('in a pipe: an object a change', async () => {
    const made = uniqueName('made');
    const watching = running((settings) => cluster.lab(['topics', 'list', '--watch', '300ms'], settings));
    await watching.shows(`"TOPIC":"${topic}"`);
    await cluster.lab(['topics', 'create', made]);
    await watching.shows(new RegExp(`"new".*"TOPIC":"${made}"`));
    await cluster.lab(['topics', 'delete', made, '--yes']);
    await watching.shows(new RegExp(`"gone".*"TOPIC":"${made}"`));
    watching.interrupt();
    const { stdout, exitCode } = await watching.ended;
    const changes = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { change: string; row: Record<string, unknown> })
      .filter(({ row }) => row['TOPIC'] === made || row['TOPIC'] === topic)
      .map(({ change, row }) => [change, row['TOPIC']]);
    expect(exitCode).toBe(0);
    expect(changes.filter(([change]) => change !== 'changed')).toEqual([
      ['initial', topic],
      ['new', made],
      ['gone', made],
    ]);
  }, 30_000);

  test.each([
    [['topics', 'create', 'x', '--watch'], 'topics create does more'],
    [['zookeeper', 'watch', '--watch'], 'already follows what happens'],
    [['monitor', '--watch'], 'already follows what happens'],
    [['monitor', '--interval', '2x'], '--interval: "2x" is not a duration'],
    [['topics', 'list', '--watch', '0'], 'is not between 100ms and 1d'],
    [['topics', 'describe', 'nothing-of-that-name', '--watch'], 'nothing-of-that-name'],
  ])('%j is refused', async (argv, text) => {
    const { exitCode, stderr } = await cluster.lab(argv);
    expect([exitCode > 0, stderr]).toEqual([true, expect.stringContaining(text)]);
  });
});

/** How long the monitor took to show it; the broker is down afterwards. */
async function killUnder(monitor: Terminal, broker: string): Promise<number> {
  monitor.forget();
  await cluster.lab(['cluster', 'kill', broker, '--yes']);
  const killedAt = performance.now();
  // On a busy machine ZooKeeper may have noticed before the monitor asked.
  await shows(monitor, new RegExp(`broker ${broker} (does not answer|left the cluster)`));
  return performance.now() - killedAt;
}

async function startUnder(monitor: Terminal, broker: string): Promise<void> {
  monitor.forget();
  await cluster.lab(['cluster', 'start', broker]);
  await shows(monitor, `broker ${broker} is back`);
}

/** The last of all: after it the cluster lacks a broker for a while. */
describe('a broker is killed', () => {
  test('it shows within 3 s, and the monitor lives on until it is back', async () => {
    const monitor = onTerminal(['monitor', '--interval', '1s']);
    await shows(monitor, 'brokers up 3/3');
    let tookMs = await killUnder(monitor, '1');
    await shows(monitor, 'broker 1 left the cluster');
    await shows(monitor, /ISR shrank: −1/);
    // At once; or, if broker 1 was the controller as well, by way of "has no leader now (was 1)".
    await shows(monitor, /leader moved: (1|none) → \d/);
    await startUnder(monitor, '1');
    // The machine may be busy with other things once, not three times. (The leaders are elsewhere by then.)
    for (let times = 1; tookMs >= 3000 && times < 3; times += 1) {
      tookMs = await killUnder(monitor, '1');
      await startUnder(monitor, '1');
    }
    expect(tookMs).toBeLessThan(3000);
    await shows(monitor, /ISR grew: \+1/);
    monitor.press('q');
    expect(await monitor.ended).toBe(0);
  }, 120_000);
});
