import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changeInWords } from './change-in-words.js';
import { hexOf, ownerOf } from './describe-znode.js';
import type { ZnodeStat } from '../client/protocol.js';
import { oneLine, readZnodeData } from './znode-data.js';
import { meaningOf } from './znode-meanings.js';

const read = (text: string) => readZnodeData(Buffer.from(text));

describe('data', () => {
  test('JSON is indented, lists of plain values on one line', () => {
    expect(read('{"partitions":{"0":[3,1]},"empty":[]}')).toEqual({
      format: 'json',
      text: '{\n  "partitions": {\n    "0": [3, 1]\n  },\n  "empty": []\n}',
      value: { partitions: { 0: [3, 1] }, empty: [] },
    });
  });

  test('what JavaScript would round or drop is left as it is', () => {
    const exact = ['{"id":12345678901234567890}', '{"a":1,"a":2}', '{"a":1.50}'];
    for (const text of exact) expect(read(text)).toMatchObject({ format: 'json', text });
  });

  test('any JSON stays the same JSON', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(read(text).text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('text, no data, and binary data', () => {
    expect(read('27')).toMatchObject({ format: 'text', text: '27' });
    expect(read('[not json')).toMatchObject({ format: 'text' });
    expect(read('')).toEqual({ format: 'empty', text: '', value: null });
    expect(readZnodeData(Buffer.from([0, 255]))).toMatchObject({ format: 'hex', text: '00ff' });
    expect(readZnodeData(Buffer.from('\u001b[31m'))).toMatchObject({ format: 'hex' });
    expect(readZnodeData(Buffer.alloc(300, 255)).format).toBe('base64');
  });

  test('on one line', () => {
    expect(oneLine(Buffer.from('a\n  b'), 10)).toBe('a b');
    expect(oneLine(Buffer.from('abcdef'), 4)).toBe('abc…');
    expect(oneLine(Buffer.from([255]), 80)).toBe('1 bytes, not text');
  });
});

describe('meanings', () => {
  test.each([
    ['/brokers/ids/3', /^Broker 3 is up/],
    ['/brokers/topics/orders', /^Topic orders:/],
    ['/brokers/topics/orders/partitions/2/state', /leader of partition 2 of topic orders/],
    ['/controller', /the controller/],
    ['/controller_epoch', /controller was elected/],
    ['/config/topics/orders', /topic orders/],
    ['/config/brokers/<default>', /all brokers/],
    ['/config/users/alice', /SCRAM/],
    ['/admin/delete_topics', /being deleted/],
    ['/admin/reassign_partitions', /move replicas/],
    ['/isr_change_notification', /in-sync/],
    ['/cluster/id', /id of the cluster/],
    ['/consumers', /__consumer_offsets/],
    ['/kafka-acl/Topic/orders', /users may do what with orders/],
    ['/feature', /features/],
    ['/latest_producer_id_block', /producer ids/],
    ['/log_dir_event_notification', /disks/],
    ['/zookeeper/quota/a', /own/],
  ])('%s', (path, meaning) => expect(meaningOf(path)).toMatch(meaning));

  test("null for another program's node", () => expect(meaningOf('/hbase/master')).toBeNull());

  test('every one is at most three sentences, and its names are filled in', () => {
    for (const path of ['/brokers/ids/1', '/brokers/topics/t/partitions/0', '/kafka-acl/Topic/t']) {
      expect(meaningOf(path)).not.toMatch(/[{}]/);
    }
  });
});

describe('changes in words', () => {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  test.each([
    ['deleted', '/brokers/ids/2', undefined, 'broker 2 is gone: its session has ended'],
    ['created', '/controller', json({ brokerid: 3 }), 'broker 3 is the controller'],
    [
      'data changed',
      '/brokers/topics/a/partitions/0/state',
      json({ leader: 3, isr: [3, 1] }),
      'leader 3, ISR 3,1',
    ],
    [
      'data changed',
      '/brokers/topics/a/partitions/0/state',
      json({ leader: -1, isr: [] }),
      'no leader, ISR empty',
    ],
    ['data changed', '/controller_epoch', Buffer.from('4'), '4 controllers so far'],
    ['created', '/anything', Buffer.from('x'), 'x'],
    ['created', '/anything', Buffer.alloc(0), null],
    ['created', '/controller', Buffer.from('not json'), 'not json'],
  ] as const)('%s %s', (kind, path, data, words) => expect(changeInWords(kind, path, data)).toBe(words));
});

test('an owner is a session, not the flag of a container or of a TTL', () => {
  const owner = (ephemeralOwner: bigint) => ownerOf({ ephemeralOwner } as ZnodeStat);
  expect(owner(0n)).toBeNull();
  expect(owner(-(2n ** 63n))).toBeNull();
  expect(owner(-1n)).toBeNull();
  expect(owner(0x100001562cc0005n)).toBe('0x100001562cc0005');
  // Of a server with a high id.
  expect(owner(BigInt.asIntN(64, 0x9000000000000001n))).toBe('0x9000000000000001');
  expect(hexOf(-1n)).toBe('0xffffffffffffffff');
});
