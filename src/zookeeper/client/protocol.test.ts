import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JuteReader } from './jute.js';
import { decodeEvent, decodeStat, encodeConnect, encodeCreate, encodeStat, newSession } from './protocol.js';
import { JuteWriter } from './jute.js';

const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const time = fc.integer({ min: 0, max: 2 ** 45 });
const int = fc.integer();

describe('protocol', () => {
  test('a stat goes through its encoding', () => {
    const stats = fc.record({
      czxid: long,
      mzxid: long,
      ctime: time,
      mtime: time,
      version: int,
      cversion: int,
      aversion: int,
      ephemeralOwner: long,
      dataLength: int,
      numChildren: int,
      pzxid: long,
    });
    fc.assert(
      fc.property(stats, (stat) => {
        const bytes = encodeStat(stat);
        expect(bytes).toHaveLength(68);
        expect(decodeStat(new JuteReader(bytes))).toEqual(stat);
      }),
    );
  });

  // As ZooKeeper 3.8's own client sends them.
  test('bytes of a connect and of a create request', () => {
    expect(encodeConnect(newSession(10_000)).toString('hex')).toBe(
      `00000000${'00'.repeat(8)}00002710${'00'.repeat(8)}00000010${'00'.repeat(16)}00`,
    );
    expect(encodeCreate('/a', Buffer.from('x'), 3).toString('hex')).toBe(
      [
        '000000022f61',
        '0000000178',
        '00000001',
        '0000001f',
        '00000005776f726c64',
        '00000006616e796f6e65',
        '00000003',
      ].join(''),
    );
  });

  test('events that are not a change of a node are left out', () => {
    const event = (type: number) => new JuteReader(new JuteWriter().int(type).int(3).text('/a').written());
    expect(decodeEvent(event(1))).toEqual({ kind: 'created', path: '/a' });
    expect(decodeEvent(event(4))).toEqual({ kind: 'children changed', path: '/a' });
    expect(decodeEvent(event(-1))).toBeUndefined();
    expect(decodeEvent(event(7))).toBeUndefined();
  });
});
