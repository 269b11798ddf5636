/** The account of a drill, a line a number, with what it means. */
import type { Account } from '../stream/account.js';
import type { DrillReport } from '../run-drill.js';
import { line, type AccountLine } from './account-line.js';
import { copyLines } from './copy-lines.js';
import { poisonLines } from './poison-lines.js';

export function accountLines({
  account,
  settings,
  poison,
  copies = [],
}: DrillReport): readonly AccountLine[] {
  const asksNobody = settings.acks === '0';
  return [
    line('sent', account.sent, 'numbered records, handed to the writer'),
    ...(asksNobody
      ? [
          line('unconfirmed', account.unconfirmed, 'acks=0: no acknowledgement was requested'),
          line(
            'unconfirmed and lost',
            account.unconfirmedLost,
            'not in the log, and no error was reported',
            account.unconfirmedLost > 0,
          ),
        ]
      : [
          line('acknowledged', account.acknowledged, 'confirmed by a broker'),
          line('refused', account.refused, 'failed without an acknowledgement: the sender was told'),
          line('refused, yet written', account.refusedYetWritten, 'the answer was lost, not the record'),
          line(
            'lost after ack',
            account.lostAfterAck,
            'acknowledged, not in the log any more, and no error was reported',
            account.lostAfterAck > 0,
          ),
        ]),
    line('duplicated', account.duplicated, 'in the log more than once', account.duplicated > 0),
    line('out of order', account.outOfOrder, 'behind a later one in their partition', account.outOfOrder > 0),
    ...(poison ? poisonLines(poison) : readingLines(account)),
    ...copyLines(copies),
    line(
      'without service',
      `${(account.withoutServiceMs / 1000).toFixed(1)} s`,
      'longest time in which one partition confirmed nothing',
    ),
  ];
}

function readingLines(account: Account): readonly AccountLine[] {
  return [
    line('read', account.read, 'different records that the consumer got'),
    line('read twice', account.readTwice, 'records that the consumer got more than once'),
    line(
      'read, but gone',
      account.readButGone,
      'read by the consumer, not in the log any more',
      account.readButGone > 0,
    ),
    line('unread', account.unread, 'in the log, and not given to the consumer', account.unread > 0),
  ];
}
