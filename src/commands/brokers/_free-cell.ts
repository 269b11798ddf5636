/** How much of a disk is free, with an early warning. */
import type { Cell } from '../../view/view.js';
import { formatBytes } from '../../text/format-bytes.js';
import type { LogDir } from '../../kafka/brokers/log-dirs.js';

/** Kafka stops if a disk is full, so the last tenth is a warning. */
export function freeCell({ freeBytes, totalBytes }: Pick<LogDir, 'freeBytes' | 'totalBytes'>): Cell {
  if (freeBytes === null) return null;
  const text = formatBytes(freeBytes);
  return totalBytes !== null && Number(freeBytes) < Number(totalBytes) / 10 ? { text, tone: 'warn' } : text;
}
