/** Human-readable sizes: `1.5 GiB`. */

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;
import type { Int64 } from './int64.js';

/** One decimal below ten, none above; bytes are exact. */
export function formatBytes(sizeBytes: Int64): string {
  let size = Number(sizeBytes);
  let unit = 0;
  // 1023.5 would be rounded to 1024 of a unit, which is 1 of the next.
  while (Math.round(size) >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || size >= 9.95 ? 0 : 1;
  return `${size.toFixed(digits)} ${units[unit] ?? ''}`;
}
