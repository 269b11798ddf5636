/** Milliseconds since 1970 that a client chose → text. */
import type { Int64 } from './int64.js';

/** The last millisecond that a Date has, and the first one negated: the year 275,760. */
const calendarEndMs = 8.64e15;

/** ISO 8601, UTC; the very digits if they lie beyond every calendar, as nanoseconds taken for milliseconds do. */
export function timeText(timestampMs: Int64): string {
  return timestampMs >= -calendarEndMs && timestampMs <= calendarEndMs
    ? new Date(Number(timestampMs)).toISOString()
    : String(timestampMs);
}
