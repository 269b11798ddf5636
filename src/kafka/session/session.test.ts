import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { listening } from '../../testing/brokers/listening.js';
import { labErrorOf } from '../../testing/clusters/cluster-fixtures.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { answersMetadata, topicState } from '../../testing/brokers/cluster-state.js';
import { sleep } from '../../text/wait.js';
import { send } from '../../wire/protocol/send.js';
import { apiVersions } from '../../wire/requests/api-versions.js';
import { initProducerId } from '../../wire/requests/init-producer-id.js';
import { listPartitionReassignments } from '../../wire/requests/list-partition-reassignments.js';
import { metadata } from '../../wire/requests/metadata.js';
import type { TopicState } from './metadata.js';
import type { BrokerConnection } from '../connection/broker-connection.js';
import { openSession } from './session.js';

async function listen(server: Server): Promise<{ host: string; port: number }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

test('a bootstrap server that accepts and says nothing delays neither the answer nor the end', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket));
  const broker = new ScriptedBroker();
  answersMetadata(broker, () => ({ clusterId: 'it-answers' }));
  const answering = listening(broker);
  const bootstrapServers = [await listen(silent), await listen(answering)];
  const { signal } = new AbortController();
  try {
    const session = openSession({ bootstrapServers, origin: 'a test' }, { timeoutMs: 5000, signal });
    const began = performance.now();
    expect(await session.metadata([])).toMatchObject({ clusterId: 'it-answers' });
    const [first] = bootstrapServers;
    expect(session.unanswered()).toEqual([`127.0.0.1:${first?.port ?? 0}`]);
    await session.close();
    expect(performance.now() - began).toBeLessThan(1500);
    // Nothing is left that would keep the process alive.
    if (!sockets[0]!.closed) await once(sockets[0]!.resume(), 'close');
    expect(performance.now() - began).toBeLessThan(2500);
  } finally {
    silent.close();
    answering.close();
  }
});

test('a connection that answers no more is not asked again: the next request has a new one', async () => {
  const broker = new ScriptedBroker();
  answersMetadata(broker, () => ({ clusterId: 'it-answers' }));
  const sockets: Socket[] = [];
  const server = listening(broker);
  server.on('connection', (socket) => sockets.push(socket));
  const bootstrapServers = [await listen(server)];
  const session = openSession(
    { bootstrapServers, origin: 'a test' },
    { timeoutMs: 200, signal: new AbortController().signal },
  );
  try {
    await session.metadata([]);
    // As where a firewall has forgotten the connection: nobody is told.
    sockets[0]!.removeAllListeners('data').resume();
    const late = { code: 'timeout', message: expect.stringContaining('did not answer Metadata') as unknown };
    expect(session.unanswered()).toEqual([]);
    const asking = Promise.allSettled([session.metadata([]), session.metadata([])]);
    await new Promise(setImmediate);
    expect(session.unanswered()).toHaveLength(1);
    const both = await asking;
    expect(both).toMatchObject([{ reason: late }, { reason: late }]);
    expect(await session.metadata([])).toMatchObject({ clusterId: 'it-answers' });
    expect(sockets).toHaveLength(2);
  } finally {
    await session.close();
    server.close();
  }
});

test('the first metadata is asked for before the broker has said what it knows; an old broker is asked again', async () => {
  for (const newest of [13, 9]) {
    const broker = new ScriptedBroker();
    answersMetadata(broker, () => ({ clusterId: 'it-answers' }));
    const answer = broker.send.bind(broker);
    broker.apiVersions.set(metadata.apiKey, { min: 4, max: newest });
    // As brokers do with a version that they do not know.
    broker.send = (...request) =>
      request[0] === metadata.apiKey && request[1] > newest
        ? Promise.reject(new Error('unknown version'))
        : answer(...request);
    const sockets: Socket[] = [];
    const server = listening(broker).on('connection', (socket) => sockets.push(socket));
    const session = openSession(
      { bootstrapServers: [await listen(server)], origin: 'a test' },
      { timeoutMs: 5000, signal: new AbortController().signal },
    );
    try {
      expect(await session.metadata(null)).toMatchObject({ clusterId: 'it-answers' });
      expect(sockets).toHaveLength(newest === 9 ? 2 : 1);
      expect(broker.log.filter(({ apiKey }) => apiKey === metadata.apiKey)).toMatchObject([
        { version: Math.min(newest, 10) },
      ]);
    } finally {
      await session.close();
      server.close();
    }
  }
});

const producer = { throttleTimeMs: 0, errorCode: 0, producerId: 7, producerEpoch: 0 };

/** A session with a broker that knows producer ids up to that version; `arrived`: the keys of requests, as they come. */
async function askingAhead(newest: number) {
  const broker = new ScriptedBroker();
  answersMetadata(broker, () => ({ clusterId: 'it-answers' }));
  broker.on(initProducerId, () => producer, [0, newest]);
  const arrived: number[] = [];
  const answer = broker.send.bind(broker);
  broker.send = async (...request) => {
    if (request[0] === initProducerId.apiKey && request[1] > newest) throw new Error('unknown version');
    return answer(...request);
  };
  let connections = 0;
  const server = listening(broker).on('connection', (socket) => {
    connections += 1;
    socket.on('data', (chunk: Buffer) => {
      for (let at = 0; at < chunk.length; at += 4 + chunk.readInt32BE(at))
        arrived.push(chunk.readInt16BE(at + 4));
    });
  });
  const session = openSession(
    { bootstrapServers: [await listen(server)], origin: 'a test' },
    { timeoutMs: 5000, signal: new AbortController().signal },
  );
  const ask = () =>
    session.askAhead((connection) =>
      send(connection, initProducerId, { transactionalId: null, transactionTimeoutMs: 1 }, { version: 4 }),
    );
  return { broker, arrived, session, server, ask, connections: () => connections };
}

test('what is asked ahead goes with the first metadata, before the broker has answered anything', async () => {
  const { broker, arrived, session, server, ask } = await askingAhead(5);
  broker.network = async (apiKey, arrive) => {
    while (apiKey === apiVersions.apiKey && arrived.length < 3) await new Promise(setImmediate);
    return arrive();
  };
  try {
    const [early, found] = await Promise.all([ask(), session.metadata(null)]);
    expect([early, found.clusterId]).toEqual([producer, 'it-answers']);
    expect(arrived).toEqual([apiVersions.apiKey, metadata.apiKey, initProducerId.apiKey]);
    // There is a connection now.
    expect(await ask()).toBeUndefined();
  } finally {
    await session.close();
    server.close();
  }
});

test('what a broker does not know is not there, and all else is asked over another connection', async () => {
  const { session, server, ask, connections } = await askingAhead(3);
  try {
    const [early, found] = await Promise.all([ask(), session.metadata(null)]);
    expect([early, found.clusterId]).toEqual([undefined, 'it-answers']);
    expect(await session.metadata(null)).toMatchObject({ clusterId: 'it-answers' });
    expect(connections()).toBe(2);
  } finally {
    await session.close();
    server.close();
  }
});

/**
 * Two brokers that tell of each other, and how many requests for metadata each has had. `freeze`: one answers no more; `unaware`: ids of
 * those that tell nothing.
 */
async function twoBrokers({ timeoutMs = 5000, isOneTyped = true } = {}) {
  const unaware = new Set<number>();
  const brokers = [1, 2].map((id) => new ScriptedBroker(id));
  const servers = brokers.map((broker) => listening(broker));
  const addresses = await Promise.all(servers.map((server) => listen(server)));
  for (const broker of brokers) {
    answersMetadata(broker, () => ({
      clusterId: `told by ${broker.nodeId}`,
      brokers: unaware.has(broker.nodeId)
        ? []
        : addresses.map((address, index) => ({ id: index + 1, rack: null, ...address })),
    }));
  }
  const session = openSession(
    { bootstrapServers: isOneTyped ? addresses.slice(0, 1) : addresses, origin: 'a test' },
    { timeoutMs, signal: new AbortController().signal },
  );
  const close = async () => {
    await session.close();
    for (const server of servers) server.close();
  };
  const asked = () => brokers.map((broker) => broker.requests(metadata).length);
  const freeze = (index: number) => (brokers[index]!.network = () => new Promise(() => undefined));
  return { session, asked, freeze, unaware, addresses, servers, close };
}

test('while the connected broker hangs, another tells the metadata, and is the one that is asked from then on', async () => {
  const { session, asked, freeze, close } = await twoBrokers();
  try {
    for (const topics of [null, [], null])
      expect(await session.metadata(topics)).toMatchObject({ clusterId: 'told by 1' });
    expect(asked()).toEqual([3, 0]);
    const other = await session.broker(2);
    freeze(0);
    expect(await session.metadata(null)).toMatchObject({ clusterId: 'told by 2' });
    expect(await session.anyBroker()).toBe(other);
    // The frozen one would only be asked again.
    expect(await session.metadata(null)).toMatchObject({ clusterId: 'told by 2' });
    expect(asked()).toEqual([3, 2]);
  } finally {
    await close();
  }
});

test('if all of them hang, the time-out is that of the connected one', async () => {
  const { session, freeze, close } = await twoBrokers();
  try {
    await session.metadata(null);
    const connected = await session.anyBroker();
    for (const index of [0, 1]) freeze(index);
    await expect(session.metadata(null)).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining(connected.address) as unknown,
    });
  } finally {
    await close();
  }
}, 15_000);

test('a controller is reached where the quorum says, also if it is a broker elsewhere', async () => {
  const broker = new ScriptedBroker();
  const [asBroker, asController, closed] = [
    listening(broker),
    listening(new ScriptedBroker(3)),
    createServer(),
  ];
  const [known, listener, gone] = [await listen(asBroker), await listen(asController), await listen(closed)];
  closed.close();
  answersMetadata(broker, () => ({ brokers: [{ id: 3, ...known, rack: null }] }));
  const { signal } = new AbortController();
  const session = openSession({ bootstrapServers: [known], origin: 'a test' }, { timeoutMs: 5000, signal });
  try {
    await session.metadata([]);
    expect((await session.controller(3, listener)).address).toBe(`127.0.0.1:${listener.port}`);
    expect((await session.broker(3)).address).toBe(`127.0.0.1:${known.port}`);
    await expect(session.controller(3, gone)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(
        `Controller 3 is not reachable at 127.0.0.1:${gone.port}, where the quorum says that it listens`,
      ) as unknown,
    });
  } finally {
    await session.close();
    asBroker.close();
    asController.close();
  }
});

describe('a broker that knows nothing of its cluster yet', () => {
  test('is not believed: another one is asked, and from then on', async () => {
    const { session, asked, unaware, close } = await twoBrokers({ isOneTyped: false });
    try {
      unaware.add(1);
      expect(await session.metadata(null)).toMatchObject({ clusterId: 'told by 2' });
      expect(await session.metadata(null)).toMatchObject({ clusterId: 'told by 2' });
      // The first answer, and the one when all are asked.
      expect(asked()).toEqual([2, 2]);
    } finally {
      await close();
    }
  });

  test('is not believed if it has started again since: those that it told of before are asked', async () => {
    const { session, unaware, close } = await twoBrokers();
    try {
      expect(await session.metadata(null)).toMatchObject({ clusterId: 'told by 1' });
      unaware.add(1);
      expect(await session.metadata(null)).toMatchObject({ clusterId: 'told by 2' });
    } finally {
      await close();
    }
  });

  test.each(['has started again', 'has gone'])(
    'of a cluster that is known, others are asked before a typed one of another cluster: it %s',
    async (what) => {
      const { session, unaware, addresses, servers, close } = await twoBrokers();
      const stranger = new ScriptedBroker(1);
      const elsewhere = listening(stranger);
      answersMetadata(stranger, () => ({ clusterId: 'another cluster' }));
      const typed = [addresses[0]!, await listen(elsewhere)];
      const { settings } = session;
      const both = openSession({ bootstrapServers: typed, origin: 'a test' }, settings);
      try {
        expect(await both.metadata(null)).toMatchObject({ clusterId: 'told by 1' });
        if (what === 'has gone') {
          ((await both.anyBroker()) as BrokerConnection).close();
          servers[0]!.close();
        } else unaware.add(1);
        expect(await both.metadata(null)).toMatchObject({ clusterId: 'told by 2' });
      } finally {
        await both.close();
        elsewhere.close();
        await close();
      }
    },
  );

  test('is asked again if there is no other, until it has been told', async () => {
    const { session, unaware, close } = await twoBrokers({ isOneTyped: false });
    try {
      for (const id of [1, 2]) unaware.add(id);
      const answer = session.metadata(null);
      setTimeout(() => unaware.delete(1), 250);
      expect(await answer).toMatchObject({ clusterId: 'told by 1' });
    } finally {
      await close();
    }
  });

  test('is named if it stays so', async () => {
    const { session, unaware, close } = await twoBrokers({ timeoutMs: 300, isOneTyped: false });
    try {
      for (const id of [1, 2]) unaware.add(id);
      const { message } = await labErrorOf(session.metadata(null));
      expect(message).toMatch(/^The broker at 127\.0\.0\.1:\d+ knows nothing of its cluster yet/);
    } finally {
      await close();
    }
  });

  test('that there is no topic is believed once a controller that takes office under ZooKeeper has told of them', async () => {
    const [broker, controller] = [new ScriptedBroker(1), new ScriptedBroker(2)];
    const servers = [listening(broker), listening(controller)];
    const [known, other] = await Promise.all(servers.map((server) => listen(server)));
    let topics: TopicState[] = [];
    const brokers = [
      { id: 1, rack: null, ...known! },
      { id: 2, rack: null, ...other! },
    ];
    for (const each of [broker, controller]) {
      answersMetadata(each, () => ({ controllerId: 2, brokers, topics }));
      each.on(listPartitionReassignments, async () => {
        await sleep(300);
        setTimeout(() => (topics = [topicState('orders', [])]), 20);
        return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, topics: [] };
      });
    }
    const { signal } = new AbortController();
    const session = openSession(
      { bootstrapServers: [known!], origin: 'a test' },
      { timeoutMs: 5000, signal },
    );
    try {
      expect((await session.metadata(null)).topics.map(({ name }) => name)).toEqual(['orders']);
      expect(broker.requests(listPartitionReassignments)).toEqual([]);
    } finally {
      await session.close();
      for (const server of servers) server.close();
    }
  });
});
