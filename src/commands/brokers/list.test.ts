import { expect, test } from '@jest/globals';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { brokersList } from './list.js';

test('argv → options', async () => {
  expect(await optionsOf('brokers list')).toEqual({});
});

test('result → output', async () => {
  const up = { host: 'localhost', port: 9092, rack: 'rack-a', isController: true, isUp: true };
  const brokers = [
    { id: 1, ...up, leaders: 5, replicas: 17, inSync: 17 },
    {
      id: 2,
      ...up,
      host: '::1',
      port: 9093,
      rack: null,
      isController: false,
      leaders: 6,
      replicas: 17,
      inSync: 9,
    },
    {
      id: 3,
      ...up,
      host: '',
      port: 0,
      rack: null,
      isController: false,
      isUp: false,
      leaders: 0,
      replicas: 17,
      inSync: 0,
    },
  ];
  const outputs = await outputsOf(brokersList, { clusterId: 'abc', controllerId: 1, brokers });
  expect(outputs.table).toBe(
    lines(
      'Cluster abc',
      'ID  ADDRESS         RACK    CONTROLLER  LEADERS  REPLICAS  IN-SYNC  STATE',
      ' 1  localhost:9092  rack-a  controller        5        17       17  up',
      ' 2  [::1]:9093      -       -                 6        17        9  up',
      ' 3  -               -       -                 0        17        0  down',
    ),
  );
  expect(outputs.plain).toBe(
    lines(
      '1\tlocalhost:9092\track-a\tcontroller\t5\t17\t17\tup',
      '2\t[::1]:9093\t\t\t6\t17\t9\tup',
      '3\t\t\t\t0\t17\t0\tdown',
    ),
  );
  expect(JSON.parse(outputs.json)).toEqual({ clusterId: 'abc', controllerId: 1, brokers });
  expect(
    outputs.jsonl
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(brokers);
  expect(outputs.yaml).toMatch(/^clusterId: abc\ncontrollerId: 1\nbrokers:\n {2}- id: 1\n/);
});
