/** Events → lines: the time, what happened, and below it its details. */
import type { ScreenLine } from '../../view/screen.js';
import type { MonitorEvent } from '../picture/events.js';
import { wrapText } from '../../output/wrap.js';
import { clockText } from './number-texts.js';

/** `mostDetails`: at most this many lines below an event; one more says how many are left out. */
export function eventLines(
  events: readonly MonitorEvent[],
  columns: number,
  mostDetails: number,
): readonly ScreenLine[] {
  if (events.length === 0) return [[{ text: '  nothing has happened so far', tone: 'muted' }]];
  return events.flatMap((event) => {
    const details = event.details ?? [];
    const shown = details.length > mostDetails + 1 ? details.slice(0, mostDetails) : details;
    const more = details.length - shown.length;
    const head = wrapped(event.text, columns - 10).map((text, index): ScreenLine => [
      { text: index === 0 ? `${clockText(event.at)}  ` : ' '.repeat(10), tone: 'muted' },
      { text, tone: event.tone },
    ]);
    const below = shown.flatMap((detail) =>
      wrapped(detail, columns - 12).map((text): ScreenLine => [{ text: `            ${text}` }]),
    );
    const rest: ScreenLine[] = more > 0 ? [[{ text: `            and ${more} more`, tone: 'muted' }]] : [];
    return [...head, ...below, ...rest];
  });
}

function wrapped(text: string, columns: number): readonly string[] {
  return wrapText(text, Math.max(10, columns)).split('\n');
}
