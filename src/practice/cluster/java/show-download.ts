/** A download as a line of progress: bytes so far, of how many, and how fast. */
import { formatBytes } from '../../../text/format-bytes.js';
import type { Step } from '../../../view/progress.js';

interface Download {
  /** `Fetching Kafka 3.9.1` */
  readonly what: string;
  /** All of it; less if some of it is there already. */
  readonly atMostBytes: number;
  bytes(): number;
}

const everyMs = 500;
/** The rate is that of so many of the last rounds. */
const roundsOfRate = 10;

/** Until the function given back is called. Says nothing before the first byte. */
export function showDownload(step: Step, { what, atMostBytes, bytes }: Download): () => void {
  let samples: readonly number[] = [bytes()];
  const timer = setInterval(() => {
    samples = [...samples.slice(-roundsOfRate), bytes()];
    const [first = 0, last = 0] = [samples[0], samples.at(-1)];
    if (last === 0) return;
    const perSecond = Math.max(0, last - first) / (((samples.length - 1) * everyMs) / 1000);
    step.measure(`${what}: ${downloadText(last, atMostBytes, perSecond)}`, shareOf(last, atMostBytes));
  }, everyMs);
  return () => clearInterval(timer);
}

/** `22 MiB of at most 76 MiB, 1.7 MiB/s`; without the second number if it has turned out to be wrong. */
export function downloadText(bytes: number, atMostBytes: number, perSecond: number): string {
  const isKnown = shareOf(bytes, atMostBytes) !== undefined;
  return `${formatBytes(bytes)}${isKnown ? ` of at most ${formatBytes(atMostBytes)}` : ''}, ${formatBytes(perSecond)}/s`;
}

function shareOf(bytes: number, atMostBytes: number): number | undefined {
  return bytes <= atMostBytes ? bytes / atMostBytes : undefined;
}
