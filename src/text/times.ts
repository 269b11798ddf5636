/** Times, read and written. The one grammar: `2026-01-15[T10:00[:00[.000]]][Z|+01:00] | SECONDS | MILLISECONDS | -DURATION | now | today | yesterday`. */
import { parseDurationMs } from './duration.js';
import { LabError } from './errors.js';
import type { Int64 } from './int64.js';

/** The last millisecond that a Date has, and the first one negated: the year 275,760. */
const calendarEndMs = 8.64e15;
const iso = /^(\d{4}-\d\d-\d\d)([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Milliseconds since 1970; undefined for anything but a time. Local without a zone. */
export function parseTime(text: string, now: Date): number | undefined {
  if (text === 'now') return now.getTime();
  if (text === 'today') return midnight(now, 0);
  if (text === 'yesterday') return midnight(now, -1);
  if (text.startsWith('-')) return within(now.getTime() - durationMs(text.slice(1)));
  // Seconds, as `date +%s` prints them, or milliseconds, as Kafka does; fewer digits are more likely an offset.
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  if (/^\d{11,}$/.test(text)) return within(Number(text));
  return parseDate(text);
}

/** A date, or a date and a time of day; local without a zone. */
export function parseDate(text: string): number | undefined {
  // Date.parse alone would accept nearly anything as a date.
  const [, day, time] = iso.exec(text) ?? [];
  if (day === undefined) return undefined;
  // A date alone is UTC to Date.parse, a date with a time is local: make both local.
  const timestampMs = Date.parse(time === undefined ? `${day}T00:00` : text.replace(' ', 'T'));
  return Number.isNaN(timestampMs) || !isDay(day) ? undefined : timestampMs;
}

/** Date.parse turns 31 February into 3 March. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00Z`).toISOString().startsWith(day);
}

function midnight(now: Date, days: number): number {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).getTime();
}

function durationMs(text: string): number {
  try {
    return parseDurationMs(text);
  } catch (error) {
    if (error instanceof LabError) return NaN;
    throw error;
  }
}

function within(timestampMs: number): number | undefined {
  return Math.abs(timestampMs) <= calendarEndMs ? Math.round(timestampMs) : undefined;
}

/** Milliseconds that a client chose → ISO 8601, UTC; the very digits if they lie beyond every calendar, as nanoseconds taken for milliseconds do. */
export function timeText(timestampMs: Int64): string {
  return timestampMs >= -calendarEndMs && timestampMs <= calendarEndMs
    ? new Date(Number(timestampMs)).toISOString()
    : String(timestampMs);
}

/** The same on the clock of this machine: `2026-01-15 11:00:00.000 +01:00`. */
export function localTimeText(timestampMs: Int64): string {
  if (timestampMs < -calendarEndMs || timestampMs > calendarEndMs) return String(timestampMs);
  const time = new Date(Number(timestampMs));
  const aheadMinutes = -time.getTimezoneOffset();
  const zone = new Date(Math.abs(aheadMinutes) * 60_000).toISOString().slice(11, 16);
  const local = new Date(time.getTime() + aheadMinutes * 60_000);
  // Beyond the calendar by a few hours only.
  if (Number.isNaN(local.getTime())) return time.toISOString();
  return `${local.toISOString().slice(0, -1).replace('T', ' ')} ${aheadMinutes < 0 ? '-' : '+'}${zone}`;
}
