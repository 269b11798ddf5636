/** Lines of random letters and digits, to see how fast a cluster takes records. */
import { randomFillSync } from 'node:crypto';

const chunkBytes = 1024 * 1024;
const characters = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
const newline = 0x0a;

/**
 * `count` lines of `size` bytes. They repeat every MiB, which is more than a batch holds: no compression detects that, and
 * making them costs nothing compared to writing them.
 */
export async function* generatedLines(
  count: number,
  size: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const lineBytes = size + 1;
  const linesPerChunk = Math.max(1, Math.floor(chunkBytes / lineBytes));
  const chunk = randomLines(Math.min(count, linesPerChunk), lineBytes);
  for (let left = count; left > 0 && !signal.aborted; left -= linesPerChunk) {
    // The writer's answers are only processed between chunks.
    await Promise.resolve();
    yield chunk.subarray(0, Math.min(left, linesPerChunk) * lineBytes);
  }
}

/** `count` lines of JSON, a fresh one each. */
export async function* fittingLines(
  count: number,
  next: () => string,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  let lines: string[] = [];
  let bytes = 0;
  for (let left = count; left > 0 && !signal.aborted; left -= 1) {
    const line = `${next()}\n`;
    lines.push(line);
    bytes += line.length;
    if (bytes < chunkBytes && left > 1) continue;
    yield Buffer.from(lines.join(''));
    lines = [];
    bytes = 0;
    await Promise.resolve();
  }
}

function randomLines(count: number, lineBytes: number): Buffer {
  const lines = randomFillSync(Buffer.allocUnsafeSlow(count * lineBytes));
  for (let at = 0; at < lines.length; at++) {
    const isEnd = (at + 1) % lineBytes === 0;
    lines[at] = isEnd ? newline : (characters[(lines[at] as number) % characters.length] as number);
  }
  return lines;
}
