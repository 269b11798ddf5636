/** The chart of a report: throughput on top, a lane for each partition's leader and ISR below, faults as vertical lines. Pure. */
import { escaped, seconds } from '../../../output/page/html-text.js';
import type { DrillReport } from '../run-drill.js';

const left = 130;
const width = 960;
const plotWidth = width - left - 20;
const curveHeight = 140;
const laneHeight = 44;
/** For brokers 1, 2, 3 …: distinguishable with colour blindness, too. */
const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9'];
type Curve = 'sent' | 'acknowledged' | 'read';
/** The last one is drawn on top. */
const curveColours: ReadonlyMap<Curve, string> = new Map([
  ['sent', '#888'],
  ['acknowledged', '#0072b2'],
  ['read', '#d55e00'],
]);

export function chartOf(report: DrillReport): string {
  const { durationMs, settings, timeline } = report;
  const x = (ms: number) => left + (Math.min(ms, durationMs) / Math.max(1, durationMs)) * plotWidth;
  const lanesTop = curveHeight + 60;
  const bottom = lanesTop + (settings.partitions + 1) * laneHeight;
  const actionsTop = bottom + 20;
  const actionY = (index: number) => actionsTop + 14 + index * 15;
  const actionLines = timeline.actions.map(
    ({ atMs }, index) =>
      `<line x1="${x(atMs)}" x2="${x(atMs)}" y1="20" y2="${actionY(index) - 8}" stroke="#a4161a" stroke-dasharray="3 3"/>`,
  );
  // On top of the lines, with a white outline.
  const actionTexts = timeline.actions.map(({ atMs, text }, index) => {
    const isRight = x(atMs) > width - 220;
    return `<text x="${x(atMs) + (isRight ? -4 : 4)}" y="${actionY(index)}" text-anchor="${isRight ? 'end' : 'start'}" stroke="#fff" stroke-width="4" paint-order="stroke">${escaped(text)}</text>`;
  });
  const height = actionsTop + 30 + timeline.actions.length * 15;
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Throughput, leaders, ISR and controller over time">
${curves(report, x)}
${lanes(report, x, lanesTop)}
${controllerLane(report, x, lanesTop + settings.partitions * laneHeight)}
${ticks(durationMs, x, bottom)}
${actionLines.join('\n')}
${actionTexts.join('\n')}
</svg>
<p>Curves: ${[...curveColours].map(([name, colour]) => `<span style="color:${colour}">■</span> ${name}`).join(', ')}; records a second, counted in half seconds.
Lanes: colour and number are the leader or controller; the thin line below is the ISR, as thick as it is large. Red: there is none.</p>`;
}

function curves({ throughput }: DrillReport, x: (ms: number) => number): string {
  const { bucketMs, sent, acknowledged, read } = throughput;
  const most = Math.max(1, ...sent, ...acknowledged, ...read);
  const curve = (counts: readonly number[], name: Curve) => {
    const points = counts.map(
      (count, index) =>
        `${x((index + 0.5) * bucketMs).toFixed(1)},${(20 + curveHeight - (count / most) * curveHeight).toFixed(1)}`,
    );
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${curveColours.get(name)}" stroke-width="1.5"/>`;
  };
  const base = 20 + curveHeight;
  return `<line x1="${left}" x2="${width - 20}" y1="${base}" y2="${base}" stroke="#999"/>
<text x="${left - 8}" y="26" text-anchor="end">${Math.round((most * 1000) / bucketMs)} a second</text><text x="${left - 8}" y="${base}" text-anchor="end">0</text>
${curve(sent, 'sent')}
${curve(acknowledged, 'acknowledged')}
${curve(read, 'read')}`;
}

function lanes(
  { timeline, settings, durationMs }: DrillReport,
  x: (ms: number) => number,
  top: number,
): string {
  return Array.from({ length: settings.partitions }, (_, partition) => {
    const y = top + partition * laneHeight;
    const own = timeline.partitions.filter((each) => each.partition === partition);
    const pieces = own.map(({ atMs, leader, isr }, index) => {
      const from = x(atMs);
      const to = x(own[index + 1]?.atMs ?? durationMs);
      const told = `<title>${seconds(atMs)}: leader ${leader ?? 'none'}, ISR ${isr.join(', ')}</title>`;
      return `<g>${told}${box(leader, from, to, y)}<rect x="${from.toFixed(1)}" y="${y + 23}" width="${widthOf(from, to)}" height="${isr.length * 3}" fill="#666"/></g>`;
    });
    return `<text x="${left - 8}" y="${y + 15}" text-anchor="end">partition ${partition}</text>${pieces.join('')}`;
  }).join('\n');
}

function controllerLane({ timeline, durationMs }: DrillReport, x: (ms: number) => number, y: number): string {
  const pieces = timeline.controllers.map(({ atMs, controller }, index) => {
    const to = x(timeline.controllers[index + 1]?.atMs ?? durationMs);
    const told = `<title>${seconds(atMs)}: controller ${controller ?? 'none'}</title>`;
    return `<g>${told}${box(controller, x(atMs), to, y)}</g>`;
  });
  return `<text x="${left - 8}" y="${y + 15}" text-anchor="end">controller</text>${pieces.join('')}`;
}

/** The time during which a broker was the controller. */
function box(id: number | null, from: number, to: number, y: number): string {
  const colour = id === null ? '#a4161a' : colours[(id - 1 + colours.length) % colours.length];
  const label =
    to - from > 14 ? `<text x="${from + 4}" y="${y + 15}" style="fill:#fff">${id ?? '✗'}</text>` : '';
  return `<rect x="${from.toFixed(1)}" y="${y}" width="${widthOf(from, to)}" height="20" fill="${colour}"/>${label}`;
}

const widthOf = (from: number, to: number): string => Math.max(0.5, to - from).toFixed(1);

function ticks(durationMs: number, x: (ms: number) => number, y: number): string {
  const step = durationMs > 60_000 ? 10_000 : 5000;
  return Array.from({ length: Math.floor(durationMs / step) + 1 }, (_, index) => index * step)
    .map((ms) => `<text x="${x(ms)}" y="${y + 12}" text-anchor="middle">${ms / 1000} s</text>`)
    .join('');
}
