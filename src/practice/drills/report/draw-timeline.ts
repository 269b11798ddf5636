/** The timeline of a drill as text: throughput, each partition's leader and ISR, and the actions. */
import type { DrillReport } from '../run-drill.js';

/** With the labels before them, 80 columns at most. */
const width = 58;
const bars = ' ▁▂▃▄▅▆▇█';

export function drawTimeline(report: DrillReport): readonly string[] {
  const { timeline, throughput, durationMs, settings } = report;
  const columnMs = Math.max(1, durationMs / width);
  const columns = Array.from({ length: width }, (_, index) => index * columnMs);
  const rows = Array.from({ length: settings.partitions }, (_, partition) => {
    const own = timeline.partitions.filter((each) => each.partition === partition);
    const at = (ms: number) => own.findLast(({ atMs }) => atMs < ms + columnMs);
    const leaders = columns.map((ms) => {
      const moment = at(ms);
      return moment === undefined ? ' ' : mark(moment.leader);
    });
    const isr = columns.map((ms) => String(at(ms)?.isr.length ?? ' '));
    return [`partition ${partition} leader │${leaders.join('')}│`, `            ISR    │${isr.join('')}│`];
  }).flat();
  const curves = [throughput.sent, throughput.acknowledged, throughput.read].map((counts) =>
    meansOf(counts, throughput.bucketMs, columns, columnMs),
  );
  // One scale for all, so that they can be compared.
  const most = Math.max(1, ...curves.flat());
  const [sent = '', acknowledged = '', read = ''] = curves.map((values) => sparks(values, most));
  const controllers = columns.map((ms) => {
    const moment = timeline.controllers.findLast(({ atMs }) => atMs < ms + columnMs);
    return moment === undefined ? ' ' : mark(moment.controller);
  });
  return [
    `${' '.repeat(19)}0 s${`${(durationMs / 1000).toFixed(0)} s`.padStart(width - 1)}`,
    `sent               │${sent}│`,
    `acknowledged       │${acknowledged}│`,
    `read               │${read}│`,
    ...rows,
    `controller         │${controllers.join('')}│`,
    `actions            │${marks(timeline.actions, columnMs)}│`,
    ...timeline.actions.map(({ atMs, text }) => `  ${(atMs / 1000).toFixed(1).padStart(6)} s  ${text}`),
    'Digits: id of the leader or controller, size of the ISR. ✗: there is none.',
  ];
}

const mark = (id: number | null): string => (id === null ? '✗' : String(id % 10));

/** Records a column stands for. */
function meansOf(
  counts: readonly number[],
  bucketMs: number,
  columns: readonly number[],
  columnMs: number,
): readonly number[] {
  return columns.map((ms) => {
    const from = Math.floor(ms / bucketMs);
    const to = Math.max(from + 1, Math.floor((ms + columnMs) / bucketMs));
    const own = counts.slice(from, to);
    return own.length === 0 ? 0 : own.reduce((sum, each) => sum + each, 0) / own.length;
  });
}

function sparks(values: readonly number[], most: number): string {
  return values.map((value) => bars[value === 0 ? 0 : Math.ceil((value / most) * 8)] ?? ' ').join('');
}

function marks(actions: DrillReport['timeline']['actions'], columnMs: number): string {
  const row = new Array<string>(width).fill(' ');
  for (const { atMs } of actions) row[Math.min(width - 1, Math.floor(atMs / columnMs))] = '▲';
  return row.join('');
}
