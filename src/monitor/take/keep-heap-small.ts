/** Rounds produce much garbage and keep little; V8 would let the garbage grow to twice the size of the program first. */
import { setFlagsFromString } from 'node:v8';

/**
 * For this process from now on. Measured with 2,000 partitions and 200 groups over 120 rounds: 77 to 92 MiB instead of
 * 147 to 160, of which 20 are in use.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--optimize-for-size');
}
