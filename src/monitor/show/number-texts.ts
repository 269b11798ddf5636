/** Numbers short enough for a narrow column; a dash if unknown. */
import { formatDuration } from '../../text/duration.js';
import { formatBytes } from '../../text/format-bytes.js';

export const unknownText = '-';

/** `9500`, `12.3k`, `4.56M`: never more than six characters below 10^15. */
export function countText(value: number | null): string {
  if (value === null) return unknownText;
  if (Math.abs(value) < 10_000) return String(value).replace('-', '−');
  const units = ['', 'k', 'M', 'G', 'T'];
  let left = Math.abs(value);
  let unit = 0;
  // 999,950 is 1.00M and not 1000.0k.
  while (left >= (unit === 0 ? 1000 : 999.95) && unit < units.length - 1) {
    left /= 1000;
    unit += 1;
  }
  return `${value < 0 ? '−' : ''}${left.toFixed(left < 10 ? 2 : 1)}${units[unit] ?? ''}`;
}

/** Only a part of the value is known. */
export function atLeastText(value: number | null, isPartial: boolean): string {
  return isPartial && value !== null ? `≥${countText(value)}` : countText(value);
}

export function rateText(perSecond: number | null): string {
  if (perSecond === null) return unknownText;
  const size = Math.abs(perSecond);
  if (size > 0 && size < 9.95) return perSecond.toFixed(1);
  return countText(Math.round(perSecond));
}

/** With a sign: a trend. */
export function trendText(perSecond: number | null): string {
  if (perSecond === null) return unknownText;
  const text = rateText(Math.abs(perSecond));
  if (Number(text) === 0) return '0';
  return perSecond > 0 ? `+${text}` : `−${text}`;
}

export function bytesText(bytes: number | null): string {
  return bytes === null ? unknownText : formatBytes(bytes);
}

export function durationText(durationMs: number | null): string {
  return durationMs === null ? unknownText : formatDuration(durationMs);
}

/** `14:03:07`, local time. */
export function clockText(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
