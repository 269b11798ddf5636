import { describe, expect, test } from '@jest/globals';
import type { BrokerDescription } from '../../kafka/brokers/describe-broker.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { brokersDescribe, ranges } from './describe.js';

test('argv → options', async () => {
  expect(await optionsOf('brokers describe 1')).toEqual({ broker: 1 });
  await expect(optionsOf('brokers describe x')).rejects.toThrow();
});

test.each([
  [[], ''],
  [[4], '4'],
  [[0, 1, 2, 4, 6, 7], '0-2,4,6-7'],
])('%j is shown as %s', (numbers, expected) => {
  expect(ranges(numbers)).toBe(expected);
});

const config = {
  name: 'broker.rack',
  value: 'rack-a',
  source: 'static',
  fallback: null,
  isSensitive: false,
  isReadOnly: true,
  type: 'string',
  documentation: null,
} as const;
const broker: BrokerDescription = {
  id: 1,
  host: 'localhost',
  port: 9092,
  rack: 'rack-a',
  isController: true,
  isUp: true,
  leaders: 3,
  replicas: 9,
  inSync: 8,
  versionGuess: '3.9',
  logDirs: [
    {
      path: '/data',
      sizeBytes: 2048,
      partitions: 9,
      totalBytes: 2 ** 30,
      freeBytes: 2 ** 20,
      isCordoned: true,
      problem: null,
    },
    {
      path: '/broken',
      sizeBytes: 0,
      partitions: 0,
      totalBytes: null,
      freeBytes: null,
      isCordoned: null,
      problem: 'offline: its disk failed',
    },
  ],
  configs: [config, { ...config, name: 'ssl.key.password', value: null, isSensitive: true }],
  leads: [{ topic: 'orders', partitions: [0, 1, 2] }],
  apiVersions: [{ apiKey: 0, name: 'Produce', min: 0, max: 11 }],
  problems: [],
};

describe('result → output', () => {
  test('up', async () => {
    const outputs = await outputsOf(brokersDescribe, broker);
    expect(outputs.table).toBe(
      lines(
        'Broker 1 · localhost:9092 · rack rack-a · up · controller',
        'LEADERS  REPLICAS  IN-SYNC  VERSION',
        '      3         9        8  3.9',
        '',
        'LOG-DIR                            PARTITIONS  SIZE     FREE     OF',
        '/data: cordoned                             9  2.0 KiB  1.0 MiB  1.0 GiB',
        '/broken: offline: its disk failed           0  0 B      -        -',
        '',
        'LEADS   PARTITIONS  WHICH',
        'orders           3  0-2',
        '',
        'CONFIG            VALUE     SOURCE',
        'broker.rack       rack-a    static',
        'ssl.key.password  (hidden)  static',
      ),
    );
    expect(outputs.plain).toMatch(/^3\t9\t8\t3\.9\n\/data: cordoned\t9\t2\.0 KiB\t1\.0 MiB\t1\.0 GiB\n/);
    expect(JSON.parse(outputs.json)).toEqual(broker);
    expect(JSON.parse(outputs.jsonl)).toEqual(broker);
    expect(outputs.yaml).toMatch(/^id: 1\nhost: localhost\n/);
    expect(outputs.notes).toBe(
      'VERSION is a guess from the requests that it answers: brokers do not report it.',
    );
  });

  test('down: only what the others know', async () => {
    const outputs = await outputsOf(brokersDescribe, {
      ...broker,
      isUp: false,
      isController: false,
      rack: null,
      leaders: 0,
      inSync: 0,
      versionGuess: null,
      logDirs: [],
      configs: [],
      leads: [],
      apiVersions: [],
      problems: ['Broker 1 is down: this is what the other brokers know.'],
    });
    expect(outputs.table).toBe(
      lines('Broker 1 · down', 'LEADERS  REPLICAS  IN-SYNC  VERSION', '      0         9        0  -'),
    );
    expect(outputs.notes).toBe(
      'Broker 1 is down: this is what the other brokers know.\n' +
        'To see which topics suffer: kafka-lab topics list --internal --under-replicated',
    );
  });

  test('more topics than a screen has room for', async () => {
    const leads = Array.from({ length: 12 }, (_, index) => ({ topic: `topic-${index}`, partitions: [0] }));
    const { table, notes } = await outputsOf(brokersDescribe, { ...broker, leads });
    expect(table).toContain('topic-9');
    expect(table).not.toContain('topic-10');
    expect(notes).toContain('It leads partitions of 2 more topics: kafka-lab brokers describe 1 -o json');
  });
});
