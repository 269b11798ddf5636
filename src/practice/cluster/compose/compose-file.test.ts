import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabError } from '../../../text/errors.js';
import { packageFolder } from '../../../testing/clusters/cluster-fixtures.js';
import { encodeRequest } from '../../../wire/protocol/codec-message.js';
import { metadata } from '../../../wire/requests/metadata.js';
import { composeText, parseComposeFile, type ComposeFile } from './compose-file.js';
import { kindOf } from './images.js';
import { planFromCompose } from './plan-from-compose.js';
import { withProfiles } from './profiles.js';

const path = join(packageFolder, 'docker-compose.yml');
const read = (file: string) =>
  withProfiles(parseComposeFile(readFileSync(file, 'utf8'), file, {}), { profiles: '', registry: false });
const shipped = read(path);

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof LabError) return `${error.code}: ${error.message}`;
  }
  return 'no error';
}

describe('the file that comes with kafka-lab', () => {
  const plan = planFromCompose(shipped, path);

  test('is one ZooKeeper and three brokers at the default ports', () => {
    expect(plan.services.map(({ name, kind, id, address }) => [name, kind, id, address])).toEqual([
      ['zookeeper', 'zookeeper', 0, 'localhost:2181'],
      ['kafka1', 'broker', 1, 'localhost:9092'],
      ['kafka2', 'broker', 2, 'localhost:9093'],
      ['kafka3', 'broker', 3, 'localhost:9094'],
    ]);
    expect(plan.others).toEqual([]);
  });

  test('has the settings that the practice cluster needs', () => {
    for (const broker of plan.services.slice(1)) {
      expect(broker.properties).toMatchObject({
        'broker.rack': expect.stringMatching(/^rack-[abc]$/),
        'auto.create.topics.enable': 'false',
        'offsets.topic.replication.factor': '3',
        'transaction.state.log.replication.factor': '3',
        'transaction.state.log.min.isr': '2',
        'min.insync.replicas': '2',
        'group.initial.rebalance.delay.ms': '0',
      });
      expect(broker.jvmOptions).toContain('-Xmx384m');
    }
    for (const { ports = [] } of Object.values(shipped.services)) {
      expect(String(ports[0])).toMatch(/^127\.0\.0\.1:/);
    }
  });
});

test.each(['../../../victim', '..', '.hidden', 'a/b', 'a b', '-rf', 'é', ''])(
  'a service cannot have the name %j: files and folders are named after it',
  (name) => {
    const text = `services:\n  ${JSON.stringify(name)}:\n    image: apache/kafka\n`;
    expect(messageOf(() => parseComposeFile(text, 'f.yml', {}))).toMatch(
      /^environment: f\.yml:\d+:\d+: ".*" cannot be the name of a service\.$/,
    );
  },
);

describe('what other projects write in theirs', () => {
  const parse = (text: string, env = {}) =>
    parseComposeFile(text, join(folder, 'compose.yml'), { HOME: '/home/me', ...env });
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'compose-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('NAME: without a value takes the variable as it is, or is not set; an empty one is empty', () => {
    const map = 'services:\n  a:\n    environment:\n      TAKEN:\n      GONE:\n      EMPTY: ""\n';
    const list = 'services:\n  a:\n    environment: [TAKEN, GONE, "EMPTY="]\n';
    for (const text of [map, list]) {
      const { environment } = parse(text, { TAKEN: 'a$b', EMPTY: 'not this' }).services['a']!;
      expect(environment).toEqual({ TAKEN: 'a$b', EMPTY: '' });
    }
  });

  test('env_file: one, several, optional ones; environment counts more; the file that Docker gets has it all', () => {
    writeFileSync(join(folder, 'a.env'), 'ONE=1\nTWO=${HOST}\nTHREE=a#b\n');
    writeFileSync(join(folder, 'b.env'), 'ONE=own $$x\n');
    const file = parse(
      'services:\n  a:\n    env_file: [a.env, b.env, {path: none.env, required: false}]\n    environment: {TWO: mine}\n',
      { HOST: 'h' },
    );
    expect(file.services['a']).toEqual({ environment: { ONE: 'own $x', TWO: 'mine', THREE: 'a#b' } });
    expect(parse(composeText(file, 'derived'))).toEqual(file);
    expect(messageOf(() => parse('services:\n  a:\n    env_file: none.env\n'))).toMatch(
      /env_file .*none\.env cannot be read/,
    );
  });

  test.each([
    [
      'services:\n  a:\n    extends: {file: b.yml, service: b}\n',
      /compose\.yml:3:\d+: `extends` is not read/,
    ],
    ['include: [b.yml]\nservices:\n  a: {}\n', /compose\.yml:1:\d+: `include` is not read/],
  ])('what is in another file is refused by name: %j', (text, message) => {
    expect(messageOf(() => parse(text))).toMatch(message);
  });
});

describe('the file without ZooKeeper', () => {
  const twinPath = join(packageFolder, 'docker-compose.kraft.yml');
  const twin = read(twinPath);
  const brokersIn = (file: ComposeFile) =>
    Object.entries(file.services).filter(([, service]) => kindOf(service) === 'broker');

  test('is the same three brokers, which vote', () => {
    const plan = planFromCompose(twin, twinPath);
    expect([plan.mode, planFromCompose(shipped, path).mode]).toEqual(['kraft', 'zookeeper']);
    expect(plan.services.map(({ name, id, address, kraft }) => [name, id, address, kraft])).toEqual(
      [1, 2, 3].map((id) => [
        `kafka${id}`,
        id,
        `localhost:${9091 + id}`,
        { clusterId: 'a2Fma2EtbGFiLWtyYWZ0LQ', isController: true },
      ]),
    );
  });

  test('has the same settings as the other one, except those for keeping metadata', () => {
    const ofTheMode =
      /ZOOKEEPER|BROKER_ID|NODE_ID|CLUSTER_ID|CONTROLLER|LISTENER|ROLES|LOG_DIRS|SESSION_TIMEOUT|SHARE_|CONTROLLED_/;
    const settings = (file: ComposeFile) =>
      brokersIn(file).map(([name, { environment, volumes }]) => ({
        ...{ name, volumes },
        ...Object.fromEntries(Object.entries(environment).filter(([variable]) => !ofTheMode.test(variable))),
      }));
    expect(settings(twin)).toEqual(settings(shipped));
    expect(Object.keys(settings(twin)[0]!).length).toBeGreaterThan(12);
  });

  test('asks about its health with the bytes of a Metadata request', () => {
    const [, service] = brokersIn(twin)[0]!;
    const [, , , script] = (service['healthcheck'] as { test: string[] }).test;
    const typed = /printf "([^"]+)"/.exec(script!)![1]!;
    const bytes = Buffer.from(
      typed.replace(/\\([0-7]{1,3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
      'latin1',
    );
    const body = encodeRequest(metadata, 4, { topics: [], allowAutoTopicCreation: false });
    expect(bytes.readInt32BE(0)).toBe(bytes.length - 4);
    expect([bytes.readInt16BE(4), bytes.readInt16BE(6)]).toEqual([metadata.apiKey, 4]);
    expect(bytes.subarray(14)).toEqual(body);
  });
});

describe('an invalid file is refused with the line and column', () => {
  test.each([
    ['services:\n  a: [1\n  b: 2\n', /^environment: my\.yml:\d+:\d+: the compose file is not valid YAML: /],
    ['services:\n  kafka:\n    image: "x\n', /^environment: my\.yml:\d+:\d+: .*YAML/],
    ['- a\n- b\n', /my\.yml:1:1: this is not a compose file/],
    ['version: "3"\n', /the compose file has no services/],
    ['services:\n  kafka: 3\n', /my\.yml:2:10: service kafka is not a map/],
  ])('%j', (text, message) => {
    expect(messageOf(() => parseComposeFile(text, 'my.yml', {}))).toMatch(message);
  });
});

const zookeeper =
  '  zookeeper: { image: confluentinc/cp-zookeeper:7.9.5, environment: { ZOOKEEPER_CLIENT_PORT: 2181 } }\n';
const withBroker = (environment: string, more = '') =>
  planFromCompose(
    parseComposeFile(
      `services:\n${zookeeper}  kafka:\n    image: registry.local:5000/confluentinc/cp-kafka:7.4.0\n${more}    environment:\n${environment}`,
      '/some/where/my.yml',
      { DOCKER_HOST_IP: '' },
    ),
    '/some/where/my.yml',
  );

describe("other people's files", () => {
  test('a list of variables, a default, a listener for containers and a mounted folder', () => {
    const plan = withBroker(
      [
        'KAFKA_BROKER_ID=7',
        'KAFKA_ADVERTISED_LISTENERS=IN://kafka:19092,OUT://${DOCKER_HOST_IP:-127.0.0.1}:9092,DOCKER://host.docker.internal:29092',
        'KAFKA_LOG_RETENTION_HOURS=1',
      ]
        .map((line) => `      - ${line}\n`)
        .join(''),
      '    ports: ["9092:9092", "29092:29092"]\n    volumes: ["./secrets:/etc/kafka/secrets:ro", "data:/var/lib/kafka/data"]\n',
    );
    expect(plan.services[1]).toMatchObject({
      id: 7,
      address: '127.0.0.1:9092',
      mounts: [{ host: '/some/where/secrets', container: '/etc/kafka/secrets' }],
    });
  });

  test('numbers stay as they were typed', () => {
    const plan = withBroker(
      '      KAFKA_BROKER_ID: 1\n      KAFKA_ADVERTISED_LISTENERS: A://localhost:9092\n      KAFKA_X: 1.0\n      KAFKA_Y: 0x10\n      KAFKA_Z: yes\n',
    );
    expect(plan.services[1]?.properties).toMatchObject({ x: '1.0', y: '0x10', z: 'yes' });
  });

  test.each([
    ['      KAFKA_BROKER_ID: 1\n', 'my.yml: broker kafka has no KAFKA_ADVERTISED_LISTENERS'],
    [
      '      KAFKA_BROKER_ID: 1\n      KAFKA_ADVERTISED_LISTENERS: A://kafka:9092\n',
      'my.yml: no listener of broker kafka can be reached from this machine',
    ],
    ['      KAFKA_ADVERTISED_LISTENERS: A://localhost:9092\n', 'broker kafka has no KAFKA_BROKER_ID'],
    ['      KAFKA_BROKER_ID: one\n', 'KAFKA_BROKER_ID of kafka is not a number: one'],
    ['      KAFKA_BROKER_ID: 1\n      KAFKA_PROCESS_ROLES: broker\n', 'broker kafka has no CLUSTER_ID'],
    [
      '      KAFKA_NODE_ID: 1\n      KAFKA_PROCESS_ROLES: broker\n      CLUSTER_ID: a\n',
      'broker kafka has no KAFKA_CONTROLLER_QUORUM_VOTERS',
    ],
    ['      KAFKA_NODE_ID: 1\n      KAFKA_PROCESS_ROLES: controller\n', 'is a controller only'],
    [
      `      KAFKA_NODE_ID: 1\n      KAFKA_PROCESS_ROLES: broker,controller\n      CLUSTER_ID: a
      KAFKA_CONTROLLER_QUORUM_VOTERS: 1@kafka:9\n      KAFKA_ADVERTISED_LISTENERS: A://localhost:9092\n`,
      'describes a ZooKeeper and brokers that run without one',
    ],
  ])('what is missing is named: %j', (environment, message) => {
    expect(messageOf(() => withBroker(environment))).toContain(message);
  });

  test('a file without ZooKeeper', () => {
    const file = parseComposeFile('services:\n  db: { image: postgres }\n', 'my.yml', {});
    expect(messageOf(() => planFromCompose(file, 'my.yml'))).toContain('0 cp-zookeeper and 0 cp-kafka');
  });
});

test('a file that is written and read again is the same', () => {
  expect(parseComposeFile(composeText(shipped, 'made'), path, {})).toEqual(shipped);
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[A-Z]\w{0,8}$/), fc.string({ minLength: 1 })),
      (environment) => {
        const file = { services: { kafka: { image: 'a/b:1', environment } } };
        expect(parseComposeFile(composeText(file, 'made'), 'x', {})).toEqual(file);
      },
    ),
  );
});
