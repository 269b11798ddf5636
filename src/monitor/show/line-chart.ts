/** The last ten minutes of a series as a line chart. */
import { plot } from 'simple-ascii-chart';
import { chartMs, type Sample } from '../picture/history.js';

/** Lines of at most `columns` characters, `rows` of them; a message while there are fewer than two values. */
export function lineChart(
  samples: readonly Sample[],
  now: number,
  columns: number,
  rows: number,
  text: (value: number) => string,
): readonly string[] {
  const known = samples.filter((sample): sample is { at: number; value: number } => sample.value !== null);
  if (known.length < 2) return ['A chart needs two rounds.'];
  const top = Math.max(...known.map(({ value }) => value)) || 1;
  const labels = Math.max(...[0, top / 2, top].map((value) => text(value).length));
  const width = Math.max(10, columns - labels - 4);
  const oldest = Math.min(known[0]?.at ?? now, now - 60_000);
  const spanMs = Math.min(chartMs, now - oldest);
  const chart = plot(buckets(known, now, spanMs, width), {
    width,
    height: Math.max(3, rows - 4),
    yRange: [0, top],
    customXAxisTicks: [-spanMs, -spanMs / 2, 0],
    customYAxisTicks: [0, top / 2, top],
    formatter: (value, { axis }) => (axis === 'y' ? text(value) : agoText(value)),
  });
  return chart
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

/** One point a column, the mean of its rounds, so that drawing costs the same however long it runs. */
function buckets(
  known: readonly { readonly at: number; readonly value: number }[],
  now: number,
  spanMs: number,
  count: number,
): [number, number][] {
  const sums = new Map<number, { total: number; rounds: number }>();
  for (const { at, value } of known) {
    if (at < now - spanMs) continue;
    const bucket = Math.round(((at - now + spanMs) / spanMs) * (count - 1));
    const sum = sums.get(bucket) ?? { total: 0, rounds: 0 };
    sums.set(bucket, { total: sum.total + value, rounds: sum.rounds + 1 });
  }
  return [...sums]
    .sort(([one], [other]) => one - other)
    .map(([bucket, { total, rounds }]) => [(bucket / (count - 1)) * spanMs - spanMs, total / rounds]);
}

function agoText(offsetMs: number): string {
  const seconds = Math.round(-offsetMs / 1000);
  if (seconds === 0) return 'now';
  return seconds % 60 === 0 ? `-${seconds / 60} min` : `-${seconds} s`;
}
