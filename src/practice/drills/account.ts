/** Every id accounted for: the ledger compared with the log as it was read back afterwards. Pure. */
import type { Ledger, Sighting } from './ledger.js';
import { outagesOf, type Outage } from './outages.js';

export interface LostRecord extends Sighting {
  /** The id that stands at its offset now; null when the log ends before it. */
  readonly nowThere: number | null;
}

export interface Account {
  /** Handed to the writer. */
  readonly sent: number;
  /** A broker said that it has it. */
  readonly acknowledged: number;
  /** Sent and never acknowledged, although acks asked for it. */
  readonly refused: number;
  /** Of the refused: in the log all the same, as an answer can get lost. */
  readonly refusedYetWritten: number;
  /** With acks=0: sent, and nobody was asked to confirm it. */
  readonly unconfirmed: number;
  /** Of the unconfirmed: not in the log. */
  readonly unconfirmedLost: number;
  /** Acknowledged, and not in the log any more: what nobody may ever see. */
  readonly lostAfterAck: number;
  /** The first of them. */
  readonly lost: readonly LostRecord[];
  /** Ids that lie in the log more than once. */
  readonly duplicated: number;
  /** Records that lie behind one with a higher id. */
  readonly outOfOrder: number;
  /** Different ids that the consumer got while the stream flowed. */
  readonly read: number;
  /** Ids that it got more than once. */
  readonly readTwice: number;
  /** Ids that it got and that are not in the log any more. */
  readonly readButGone: number;
  /** In the log at the end and never given to the consumer. */
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

/** Repetitions are counted elsewhere. */
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
