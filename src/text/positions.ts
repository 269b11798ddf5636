/** The one grammar of positions in a partition: `start | end | N | -N | @TIME | @-DURATION`. */
import { parseDurationMs } from './duration.js';
import { LabError } from './errors.js';

export type Position =
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'offset'; readonly offset: number }
  /** So many records before the end of each partition. */
  | { readonly kind: 'last'; readonly count: number }
  /** The first record at or after this time, in milliseconds since 1970. */
  | { readonly kind: 'time'; readonly timestampMs: number };

const grammar = 'start, end, an offset (42), the last N (-10), a time (@2026-01-15T10:00, @-1h).';

/** Times without a zone are local, as the reader's clock shows them. Throws LabError 'usage'. */
export function parsePosition(text: string, now: Date): Position {
  const word = text.trim();
  if (word === 'start' || word === 'beginning' || word === 'earliest') return { kind: 'start' };
  if (word === 'end' || word === 'latest') return { kind: 'end' };
  if (/^\d+$/.test(word)) return { kind: 'offset', offset: exact(Number(word), text) };
  if (/^-\d+$/.test(word)) return { kind: 'last', count: exact(-Number(word), text) };
  if (word.startsWith('@-')) {
    return { kind: 'time', timestampMs: representable(now.getTime() - parseDurationMs(word.slice(2)), text) };
  }
  if (word.startsWith('@')) return { kind: 'time', timestampMs: parseTime(word.slice(1), text) };
  throw notAPosition(text);
}

/** The positions that are a time, with their @ or without. Throws LabError 'usage'. */
export function parseTimePosition(text: string, now: Date): number {
  const word = text.trim();
  try {
    const position = parsePosition(word.startsWith('@') ? word : `@${word}`, now);
    if (position.kind === 'time') return position.timestampMs;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
  }
  throw new LabError('usage', `"${text}" is not a time.`, {
    hint: 'It can be 2026-01-15T10:00 (local), 2026-01-15T10:00Z (UTC), 1768471200 (seconds since 1970), @-1h (an hour ago).',
  });
}

export function describePosition(position: Position): string {
  switch (position.kind) {
    case 'start':
      return 'the beginning';
    case 'end':
      return 'the end';
    case 'offset':
      return `offset ${position.offset}`;
    case 'last':
      return `the last ${position.count} of each partition`;
    case 'time':
      return new Date(position.timestampMs).toISOString();
  }
}

function parseTime(time: string, text: string): number {
  // Seconds, as `date +%s` prints them, or milliseconds, as Kafka does.
  if (/^\d{10}$/.test(time)) return Number(time) * 1000;
  if (/^\d{11,}$/.test(time)) return representable(Number(time), text);
  // Date.parse alone would take nearly anything for a date.
  const isIso = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(time);
  // A date alone is UTC to Date.parse, a date with a time is local: make both local.
  const timestampMs = isIso ? Date.parse(time.length === 10 ? `${time}T00:00` : time.replace(' ', 'T')) : NaN;
  if (Number.isNaN(timestampMs) || !isDay(time.slice(0, 10))) throw notAPosition(text);
  return timestampMs;
}

/** Date.parse takes the 31st of February for the 3rd of March. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00Z`).toISOString().startsWith(day);
}

function representable(timestampMs: number, text: string): number {
  if (Number.isNaN(new Date(timestampMs).getTime())) throw notAPosition(text);
  return Math.round(timestampMs);
}

function exact(value: number, text: string): number {
  if (!Number.isSafeInteger(value)) throw notAPosition(text);
  return value;
}

function notAPosition(text: string): LabError {
  return new LabError('usage', `"${text}" is not a position.`, { hint: `It can be ${grammar}` });
}
