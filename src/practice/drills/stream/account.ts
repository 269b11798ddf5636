/** Accounts for every id: the ledger compared with the log as read back afterwards. Pure. */
import type { Ledger, Sighting } from './ledger.js';
import { outagesOf, type Outage } from './outages.js';

interface LostRecord extends Sighting {
  /** The id that is at its offset now; null if the log ends before it. */
  readonly nowThere: number | null;
}

export interface Account {
  /** Passed to the producer. */
  readonly sent: number;
  /** Acknowledged by a broker. */
  readonly acknowledged: number;
  /** Sent and never acknowledged, although acks asked for it. */
  readonly refused: number;
  /** Of the refused: in the log nevertheless, as a response can get lost. */
  readonly refusedYetWritten: number;
  /** With acks=0: sent without asking for an acknowledgement. */
  readonly unconfirmed: number;
  /** Of the unconfirmed: not in the log. */
  readonly unconfirmedLost: number;
  /** Acknowledged, but no longer in the log: this must never happen. */
  readonly lostAfterAck: number;
  /** The first of them. */
  readonly lost: readonly LostRecord[];
  /** Ids that are in the log more than once. */
  readonly duplicated: number;
  /** Records after one with a higher id. */
  readonly outOfOrder: number;
  /** Distinct ids that the consumer received. */
  readonly read: number;
  /** Ids that it received more than once. */
  readonly readTwice: number;
  /** Ids that it received and that are no longer in the log. */
  readonly readButGone: number;
  /** In the log at the end, but never received by the consumer. */
  readonly unread: number;
  readonly outages: readonly Outage[];
  /** The longest time that one partition was without service. */
  readonly withoutServiceMs: number;
}

const mostExamples = 20;

export function accountOf(
  ledger: Ledger,
  log: readonly Omit<Sighting, 'atMs'>[],
  settings: { readonly acks: '0' | '1' | 'all'; readonly rate: number; readonly partitions: number },
): Account {
  const inLog = new Map<number, number>();
  const at = new Map<string, number>();
  for (const { id, partition, offset } of log) {
    inLog.set(id, (inLog.get(id) ?? 0) + 1);
    at.set(`${partition}/${offset}`, id);
  }
  const sent = ledger.sentAtMs.length;
  const unanswered = Array.from({ length: sent }, (_, id) => id).filter((id) => !ledger.acknowledged.has(id));
  const asksNobody = settings.acks === '0';
  const lost = [...ledger.acknowledged.values()].filter(({ id }) => !inLog.has(id));
  const readings = new Map<number, number>();
  for (const { id } of ledger.reads) readings.set(id, (readings.get(id) ?? 0) + 1);
  const outages = outagesOf(
    asksNobody ? ledger.reads : [...ledger.acknowledged.values()],
    ledger.sentAtMs,
    settings,
  );
  return {
    sent,
    acknowledged: ledger.acknowledged.size,
    refused: asksNobody ? 0 : unanswered.length,
    refusedYetWritten: asksNobody ? 0 : unanswered.filter((id) => inLog.has(id)).length,
    unconfirmed: asksNobody ? unanswered.length : 0,
    unconfirmedLost: asksNobody ? unanswered.filter((id) => !inLog.has(id)).length : 0,
    lostAfterAck: lost.length,
    lost: lost.slice(0, mostExamples).map((each) => ({
      ...each,
      nowThere: at.get(`${each.partition}/${each.offset}`) ?? null,
    })),
    duplicated: [...inLog.values()].filter((times) => times > 1).length,
    outOfOrder: outOfOrder(log),
    read: readings.size,
    readTwice: [...readings.values()].filter((times) => times > 1).length,
    readButGone: [...readings.keys()].filter((id) => !inLog.has(id)).length,
    unread: [...inLog.keys()].filter((id) => !readings.has(id)).length,
    outages,
    withoutServiceMs: Math.max(0, ...outages.map(({ fromMs, toMs }) => toMs - fromMs)),
  };
}

/** Duplicates are counted elsewhere. */
function outOfOrder(log: readonly Omit<Sighting, 'atMs'>[]): number {
  const highest = new Map<number, number>();
  const seen = new Set<number>();
  let count = 0;
  for (const { id, partition } of [...log].sort((one, other) => one.offset - other.offset)) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (id < (highest.get(partition) ?? -1)) count += 1;
    else highest.set(partition, id);
  }
  return count;
}
