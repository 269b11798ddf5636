/** Partition numbers as typed. */
import { LabError } from './errors.js';

/** Throws LabError 'usage'. */
export function parsePartition(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new LabError('usage', `--partition: "${text}" is not a partition number; they count from 0.`);
}
