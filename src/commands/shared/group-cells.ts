/** How states, lags and what to know of them look in every command about groups. */
import type { Cell } from '../../view/view.js';
import { commandLine } from '../../text/command-line.js';
import { nothingCommitted, untoldLag, type GroupPartition } from '../../kafka/groups/group-lag.js';

export function stateCell(state: string): Cell {
  if (state === 'Stable') return { text: state, tone: 'good' };
  if (state === 'Empty') return { text: state, tone: 'muted' };
  return { text: state, tone: state === 'Dead' ? 'bad' : 'warn' };
}

type Lag = Omit<GroupPartition, 'consumerId' | 'host' | 'clientId'>;

/** Nothing was read there yet, or the broker does not tell: no fault. */
const muted = [nothingCommitted, untoldLag];

export function lagCell({ lag, reason }: Lag): Cell {
  if (reason === null) return lag;
  return { text: reason, tone: muted.includes(reason) ? 'muted' : 'bad' };
}

/** What the numbers do not say by themselves. */
export function lagNotes(group: string, partitions: readonly Lag[]): readonly string[] {
  const isShare = partitions.some(({ share }) => share !== undefined);
  const notes = isShare ? shareNotes(group, partitions) : consumerNotes(group, partitions);
  return [...notes, ...partitions.flatMap((each) => logNotes(group, each))];
}

function shareNotes(group: string, partitions: readonly Lag[]): readonly string[] {
  const notes: string[] = [];
  if (partitions.some(({ reason }) => reason === nothingCommitted)) {
    notes.push(
      `${group}: where it has not read yet, it begins as its share.auto.offset.reset says, at the end unless it is set: ${commandLine`groups config ${group} share.auto.offset.reset`}`,
    );
  }
  if (partitions.some(({ reason }) => reason === untoldLag)) {
    notes.push(`${group}: brokers tell the lag of share groups since Kafka 4.2.`);
  }
  return notes;
}

function consumerNotes(group: string, partitions: readonly Lag[]): readonly string[] {
  const behind = partitions.filter(({ lag }) => lag !== null && lag > 0);
  const bounds = new Set(behind.map(({ upperBound }) => upperBound));
  const notes: string[] = [];
  if (bounds.has('transactional')) {
    notes.push(
      `${group}: LAG counts offsets. Transactions were ended there, and each end takes an offset without being a record: fewer records may be left, down to none.`,
    );
  }
  if (bounds.has('compacted')) {
    notes.push(`${group}: LAG counts offsets. A compacted topic has gaps: fewer records may be left.`);
  }
  if (partitions.some(({ reason }) => reason === nothingCommitted)) {
    notes.push(
      `${group}: without a committed offset, a member begins as its auto.offset.reset says (kafka-lab: at the end, or with --from-beginning).`,
    );
  }
  return notes;
}

function logNotes(
  group: string,
  { topic, partition, currentOffset, low, logEndOffset, reason }: Lag,
): readonly string[] {
  const notes: string[] = [];
  if (reason === 'beyond the end') {
    notes.push(
      `${group}: ${topic}[${partition}] ends at ${logEndOffset ?? '?'}, before the committed offset: the topic was created again or has lost records.`,
    );
  }
  if (currentOffset !== null && low !== null && currentOffset < low) {
    notes.push(
      `${group}: ${topic}[${partition}] begins at ${low} now; offsets ${currentOffset} to ${low - 1} were deleted before the group read them.`,
    );
  }
  return notes;
}
