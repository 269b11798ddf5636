import { expect, test } from '@jest/globals';
import { parseComposeFile } from '../compose/compose-file.js';
import { planFromCompose } from '../compose/plan-from-compose.js';
import { addressesElsewhere, brokerOn } from './broker-properties.js';

const planOf = (advertised: string) =>
  planFromCompose(
    parseComposeFile(
      `services:
  kafka1:
    image: apache/kafka
    ports: ['24000:24000']
    environment:
      CLUSTER_ID: abc
      KAFKA_NODE_ID: 1
      KAFKA_PROCESS_ROLES: broker,controller
      KAFKA_CONTROLLER_QUORUM_BOOTSTRAP_SERVERS: kafka1:9093
      KAFKA_CONTROLLER_LISTENER_NAMES: C
      KAFKA_ADVERTISED_LISTENERS: ${advertised}
`,
      'my.yml',
      {},
    ),
    'my.yml',
  );

async function propertiesOf(advertised: string) {
  const plan = planOf(advertised);
  const ports = { controllers: new Map([[1, 42_000]]), taken: new Set<number>() };
  return brokerOn(plan.services[0]!, plan, '/data', ports);
}

test('bootstrap servers of the controllers become voters on this machine', async () => {
  const properties = await propertiesOf('A://localhost:24000');
  expect(properties['controller.quorum.voters']).toBe('1@127.0.0.1:42000');
  expect(properties).not.toHaveProperty('controller.quorum.bootstrap.servers');
});

test.each(['192.168.1.5', '', 'me.example.org'])(
  'an address of another machine (%j) is not advertised, which can be told',
  async (host) => {
    const advertised = `IN://kafka1:19092,OUT://${host}:24000`;
    const properties = await propertiesOf(advertised);
    expect(properties['advertised.listeners']).toMatch(/^IN:\/\/127\.0\.0\.1:\d+,OUT:\/\/localhost:24000$/);
    expect(properties['listeners']).toContain('OUT://127.0.0.1:24000');
    expect(addressesElsewhere(planOf(advertised).services[0]!)).toEqual([`${host}:24000`]);
  },
);

test('an advertised listener of a controller is not doubled', async () => {
  const properties = await propertiesOf('C://localhost:9093,A://localhost:24000');
  expect(properties['advertised.listeners']).toBe('A://localhost:24000');
  expect(properties['listeners']).toBe('A://127.0.0.1:24000,C://127.0.0.1:42000');
});

test('what is advertised on localhost is followed', () => {
  expect(addressesElsewhere(planOf('A://localhost:24000').services[0]!)).toEqual([]);
});
