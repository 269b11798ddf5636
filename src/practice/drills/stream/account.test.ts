import { describe, expect, test } from '@jest/globals';
import { accountOf } from './account.js';
import type { Ledger, Sighting } from './ledger.js';
import { outagesOf } from './outages.js';
import { throughputOf } from './throughput.js';

const settings = { acks: '1', rate: 10, partitions: 1 } as const;

function ledgerOf(sent: number, acked: readonly Sighting[], reads: readonly Sighting[] = []): Ledger {
  return {
    sentAtMs: Array.from({ length: sent }, (_, id) => id * 100),
    acknowledged: new Map(acked.map((each) => [each.id, each])),
    reads: [...reads],
  } as unknown as Ledger;
}

const seen = (id: number, offset: number, atMs = id * 100, partition = 0): Sighting => ({
  ...{ id, partition, offset, atMs },
});

describe('the account', () => {
  test('no losses', () => {
    const all = [seen(0, 0), seen(1, 1), seen(2, 2)];
    expect(accountOf(ledgerOf(3, all, all), all, settings)).toMatchObject({
      ...{ sent: 3, acknowledged: 3, refused: 0, lostAfterAck: 0, duplicated: 0, outOfOrder: 0 },
      ...{ read: 3, readTwice: 0, readButGone: 0, unread: 0, outages: [] },
    });
  });

  test('acknowledged and gone: lost, with the id at its offset', () => {
    const account = accountOf(
      ledgerOf(4, [seen(0, 0), seen(1, 1), seen(3, 1)]),
      [seen(0, 0), seen(3, 1)],
      settings,
    );
    expect(account).toMatchObject({ acknowledged: 3, refused: 1, refusedYetWritten: 0, lostAfterAck: 1 });
    expect(account.lost).toEqual([{ ...seen(1, 1), nowThere: 3 }]);
  });

  test('acknowledged at one offset, found at another: a duplicate, not a loss', () => {
    expect(accountOf(ledgerOf(1, [seen(0, 0)]), [seen(0, 7)], settings).lostAfterAck).toBe(0);
  });

  test('refused, but in the log', () => {
    expect(accountOf(ledgerOf(1, []), [seen(0, 0)], settings)).toMatchObject({
      ...{ acknowledged: 0, refused: 1, refusedYetWritten: 1, lostAfterAck: 0, unread: 1 },
    });
  });

  test('acks=0: nothing is refused and nothing acknowledged', () => {
    expect(accountOf(ledgerOf(3, []), [seen(0, 0)], { ...settings, acks: '0' })).toMatchObject({
      ...{ refused: 0, unconfirmed: 3, unconfirmedLost: 2, lostAfterAck: 0 },
    });
  });

  test('twice in the log is a duplicate, but not out of order', () => {
    const log = [seen(0, 0), seen(1, 1), seen(0, 2), seen(1, 3)];
    expect(accountOf(ledgerOf(2, []), log, settings)).toMatchObject({ duplicated: 2, outOfOrder: 0 });
  });

  test('order is counted within a partition only', () => {
    const log = [seen(2, 0), seen(1, 1), seen(3, 2), seen(0, 0, 0, 1)];
    expect(accountOf(ledgerOf(4, []), log, { ...settings, partitions: 2 })).toMatchObject({ outOfOrder: 1 });
  });

  test('the consumer received it twice, or received a lost one', () => {
    const reads = [seen(0, 0), seen(0, 0), seen(1, 1)];
    expect(accountOf(ledgerOf(2, [], reads), [seen(0, 0)], settings)).toMatchObject({
      ...{ read: 2, readTwice: 1, readButGone: 1, unread: 0 },
    });
  });
});

describe('outages', () => {
  const sentAtMs = Array.from({ length: 101 }, (_, index) => index * 100);

  test('an outage of one partition only', () => {
    const served = [0, 1].flatMap((partition) =>
      Array.from({ length: 100 }, (_, index) => seen(index, index, index * 100, partition)).filter(
        ({ atMs }) => partition === 1 || atMs <= 2000 || atMs >= 5000,
      ),
    );
    expect(outagesOf(served, sentAtMs, { rate: 20, partitions: 2 })).toEqual([
      { partition: 0, fromMs: 2000, toMs: 5000 },
    ]);
  });

  test('never served at all', () => {
    expect(outagesOf([], sentAtMs, { rate: 10, partitions: 1 })).toEqual([
      { partition: 0, fromMs: 0, toMs: 10_000 },
    ]);
  });
});

test('throughput: half seconds, including empty ones', () => {
  const { sentAtMs, acknowledged, reads } = ledgerOf(10, [seen(0, 0, 1200)]);
  expect(throughputOf({ sentAtMs, acknowledged, reads })).toEqual({
    ...{ bucketMs: 500, sent: [5, 5, 0], acknowledged: [0, 0, 1], read: [0, 0, 0] },
  });
});
