/** Bars over time as SVG. Pure. */
import { grouped } from '../../view/counted.js';
import { timeText } from '../../text/times.js';
import { escaped } from './html-text.js';

export interface TimeBar {
  /** When it begins, in milliseconds since 1970. */
  readonly startMs: number;
  readonly count: number;
}

const [width, left, height, foot] = [960, 90, 180, 40];

/** `stepMs`: of each bar. The bars are in their order; where there is none, nothing is drawn. */
export function barChart(bars: readonly TimeBar[], stepMs: number, label: string): string {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return '';
  const most = Math.max(...bars.map(({ count }) => count), 1);
  const steps = Math.round((last.startMs - first.startMs) / stepMs) + 1;
  const each = (width - left) / steps;
  const drawn = bars.map(({ startMs, count }) => {
    const x = left + Math.round((startMs - first.startMs) / stepMs) * each;
    const size = (count / most) * height;
    return `<rect x="${x.toFixed(1)}" y="${(height + 10 - size).toFixed(1)}" width="${Math.max(0.5, each - (each > 3 ? 1 : 0)).toFixed(1)}" height="${size.toFixed(1)}" fill="#0072b2"><title>${timeText(startMs)}: ${grouped(count)}</title></rect>`;
  });
  const base = height + 10;
  return `<svg viewBox="0 0 ${width} ${height + foot}" role="img" aria-label="${escaped(label)}">
<line x1="${left}" x2="${width}" y1="${base}" y2="${base}" stroke="#999"/>
<text x="${left - 8}" y="20" text-anchor="end">${grouped(most)}</text><text x="${left - 8}" y="${base}" text-anchor="end">0</text>
${drawn.join('\n')}
<text x="${left}" y="${base + 18}">${timeText(first.startMs)}</text><text x="${width}" y="${base + 18}" text-anchor="end">${timeText(last.startMs + stepMs)}</text>
</svg>`;
}
