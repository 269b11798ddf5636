import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createTopics } from '../wire/requests/create-topics.js';
import { send } from '../wire/protocol/send.js';
import { withController } from '../kafka/session/with-controller.js';
import { openSession } from '../kafka/session/session.js';
import { parseAddresses } from '../net/addresses.js';
import { until } from '../testing/clusters/until.js';
import { startOwnCluster, type OwnCluster } from '../testing/clusters/own-cluster.js';
import { leave } from '../testing/program/menu-terminal.js';
import { closeTerminals, key, openTerminal } from '../testing/program/pseudo-terminal.js';

const { enter, escape, interrupt } = key;
let cluster: OwnCluster | undefined;

beforeAll(async () => {
  cluster = await startOwnCluster();
}, 120_000);
afterEach(closeTerminals);
afterAll(async () => {
  await cluster?.remove();
}, 60_000);

function menu(bootstrapServers = cluster!.bootstrapServers) {
  return openTerminal(['-b', bootstrapServers, '--timeout', '5s']);
}

describe('with hundreds of topics', () => {
  beforeAll(() => makeTopics(250), 120_000);

  test('typing finds among them', async () => {
    const terminal = menu();
    await terminal.answer('Quit ', enter);
    await terminal.answer(/of 250/, '/');
    for (const letter of 'many-17') terminal.press(letter);
    expect(await terminal.sees(/11, by rate, "many-17"/)).toContain('many-170');
    expect(await leave(terminal)).toBe(0);
  }, 60_000);
});

test('first steps: the tour on a terminal ends in the menu, where its records are found', async () => {
  const terminal = openTerminal(['-b', cluster!.bootstrapServers, 'tour']);
  await terminal.sees('Try next:', 60_000);
  await terminal.choose('Quit ', 'Browse');
  await terminal.answer('EVENTS', `/earthquakes${enter}l`);
  await terminal.answer(/newest first[^]*❯/, interrupt + interrupt);
  expect(await terminal.ended()).toBe(0);
}, 90_000);

describe('a broker dies during the menu', () => {
  test('one of three: a line of the home; all of them: a message, and the menu goes on', async () => {
    const terminal = menu();
    await terminal.answer('3 of 3 brokers up', enter);
    await terminal.sees('brokers up 3/3');
    await cluster!.lab(['cluster', 'kill', '2']);
    // ZooKeeper notices when the broker's session has run out.
    await until(async () => {
      const { stdout } = await cluster!.lab(['brokers', 'list']);
      return stdout.includes('down') ? true : undefined;
    });
    await terminal.sees('broker 2 left the cluster');
    terminal.press(escape);
    await terminal.answer(/2 of 3 brokers up/, enter);
    await terminal.sees('brokers up 2/3');
    await cluster!.lab(['cluster', 'kill', '1']);
    await cluster!.lab(['cluster', 'kill', '3']);
    await terminal.sees(/no broker answers[^]*No Kafka broker|No Kafka broker[^]*no broker answers/, 30_000);
    terminal.press(escape);
    await terminal.sees('Start the practice cluster', 30_000);
    await terminal.answer(/No Kafka broker answers/, interrupt + interrupt);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.raw.endsWith('\u001b[?25h')).toBe(true);
  }, 120_000);
});

/** In batches, as one request for all of them would take longer than a broker allows. */
async function makeTopics(count: number): Promise<void> {
  const session = openSession(
    { bootstrapServers: parseAddresses(cluster!.bootstrapServers), origin: 'a test' },
    { timeoutMs: 60_000, signal: new AbortController().signal },
  );
  try {
    for (let from = 0; from < count; from += 250) {
      const topics = Array.from({ length: Math.min(250, count - from) }, (_, index) => ({
        name: `many-${from + index}`,
        numPartitions: 1,
        replicationFactor: 1,
        assignments: [],
        configs: [],
      }));
      await withController(session, (controller) =>
        send(controller, createTopics, { topics, timeoutMs: 60_000, validateOnly: false }),
      );
    }
  } finally {
    await session.close();
  }
}
