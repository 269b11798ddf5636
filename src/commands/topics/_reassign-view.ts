/** How a reassignment looks: the plan with before and after, and how far it is. */
import type { Cell, View } from '../../view/view.js';
import { formatBytes } from '../../text/format-bytes.js';
import type { PlannedMove, ReassignReport } from '../../kafka/reassign/reassign-topics.js';
import type { PartitionProgress, ReassignProgress } from '../../kafka/reassign/reassignment-progress.js';
import { commandLine } from '../../text/command-line.js';

export type ReassignResult = ReassignReport | ReassignProgress;

export function itemsOfReassign(result: ReassignResult): readonly (PlannedMove | PartitionProgress)[] {
  return 'moves' in result ? result.moves : result.partitions;
}

export function viewOfReassign(result: ReassignResult): View {
  return 'moves' in result ? viewOfPlan(result) : viewOfProgress(result);
}

function viewOfPlan(report: ReassignReport): View {
  return {
    header: ['TOPIC', 'PARTITION', 'BEFORE', 'AFTER', 'COPY-TO', 'BYTES', 'OUTCOME'],
    rows: report.moves.map((move) => [
      move.topic,
      move.partition,
      move.before.join(','),
      { text: move.after.join(','), tone: 'strong' },
      move.adding.length === 0 ? null : move.adding.join(','),
      bytesCell(move.bytesToMove),
      outcomeCell(move.outcome, move.problem),
    ]),
    notes: notesOfPlan(report),
  };
}

function notesOfPlan(report: ReassignReport): readonly string[] {
  const { moves, outcome, topics, throttle } = report;
  if (moves.length === 0) return costOf(report);
  if (outcome === 'planned')
    return [...costOf(report), 'A plan: nothing was moved. To do it, add --execute.'];
  const alsoThrottle = throttle === null ? '' : ', and take the throttle away when it is done';
  return [
    ...costOf(report),
    `See how far it is${alsoThrottle}: ${commandLine`topics reassign ${topics} --verify --wait`}`,
  ];
}

/** What a plan copies, and how long that takes at least. */
export function costOf({ moves, partitions, throttle, busiestBytes, down }: ReassignReport): string[] {
  const notes = down.map(
    (id) => `Broker ${id} is down: its replicas are copied to other brokers from those that are left.`,
  );
  if (moves.length === 0) {
    notes.push(`${partitionsText(partitions)}, and all of them are where they should be: nothing to move.`);
    return notes;
  }
  const copies = moves.reduce((sum, { adding }) => sum + adding.length, 0);
  const bytes = moves.reduce((sum, { bytesToMove }) => sum + (bytesToMove ?? 0), 0);
  const copied =
    copies === 0
      ? 'no replica is copied'
      : `${copies} ${copies === 1 ? 'replica is' : 'replicas are'} copied, ${formatBytes(bytes)} together`;
  notes.push(`${moves.length} of ${partitionsText(partitions)} change: ${copied}.`);
  if (throttle !== null && copies > 0) {
    notes.push(
      `At most ${formatBytes(throttle)} a second: at least ${seconds(busiestBytes / throttle)} for the broker that takes most.`,
    );
  }
  return notes;
}

/** One line while it moves. */
export function movedSoFar({ partitions }: ReassignProgress): string {
  const moving = partitions.filter(({ state }) => state === 'moving');
  const sum = (values: readonly (number | null)[]) =>
    values.reduce<number>((all, one) => all + (one ?? 0), 0);
  const copied = sum(moving.map(({ copiedBytes }) => copiedBytes));
  const whole = sum(moving.map(({ bytesToMove }) => bytesToMove));
  return `${moving.length} of ${partitionsText(partitions.length)} still being moved: ${formatBytes(copied)} of ${formatBytes(whole)} copied`;
}

function viewOfProgress(progress: ReassignProgress): View {
  return {
    header: [
      'TOPIC',
      'PARTITION',
      'LEADER',
      'REPLICAS',
      'ISR',
      'ADDING',
      'REMOVING',
      'COPIED',
      'OF',
      'STATE',
    ],
    rows: progress.partitions.map((each) => [
      each.topic,
      each.partition,
      each.leader,
      each.replicas.join(','),
      each.isr.join(','),
      each.adding.length === 0 ? null : each.adding.join(','),
      each.removing.length === 0 ? null : each.removing.join(','),
      bytesCell(each.copiedBytes),
      bytesCell(each.bytesToMove),
      outcomeCell(each.state, each.problem),
    ]),
    notes: notesOfProgress(progress),
  };
}

function notesOfProgress({ outcome, topics, partitions, throttle }: ReassignProgress): readonly string[] {
  const moving = partitions.filter(({ state }) => state === 'moving').length;
  const notes: string[] = [];
  if (outcome === 'cancelled') {
    notes.push(
      partitions.length === 0
        ? `Nothing of ${topics.join(', ')} was being moved.`
        : `The replicas are on the brokers where they were before, perhaps in another order. See: ${commandLine`topics describe ${topics}`}`,
    );
  } else if (moving > 0) {
    notes.push(
      `${moving} of ${partitionsText(partitions.length)} still being moved. To wait for ${moving === 1 ? 'it' : 'them'}: ${commandLine`topics reassign ${topics} --verify --wait`}`,
    );
  } else {
    notes.push('Nothing is being moved.');
    if (partitions.some(({ leader, replicas }) => leader !== replicas[0])) {
      notes.push(
        `Some partitions have another leader than the first of their replicas. To change that: ${commandLine`topics elect ${topics} --preferred`}`,
      );
    }
  }
  if (throttle === 'removed') notes.push('The throttle is removed.');
  if (throttle === 'kept')
    notes.push('The throttle stays as long as replicas are being moved in this cluster.');
  return notes;
}

function partitionsText(count: number): string {
  return `${count} ${count === 1 ? 'partition' : 'partitions'}`;
}

function bytesCell(bytes: number | null): Cell {
  return bytes === null ? null : formatBytes(bytes);
}

function seconds(value: number): string {
  return `${Math.max(1, Math.ceil(value))} s`;
}

function outcomeCell(outcome: string, problem: string | null): Cell {
  if (problem !== null) return { text: problem, tone: 'bad' };
  const tone = { planned: 'strong', moving: 'warn', settled: 'good', started: 'good' } as const;
  return outcome in tone ? { text: outcome, tone: tone[outcome as keyof typeof tone] } : outcome;
}
