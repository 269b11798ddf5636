/** The end of a log file, and what is appended to it. */
import { open, stat } from 'node:fs/promises';
import { pause } from '../../../text/wait.js';

const chunkBytes = 64 * 1024;

/** The last `count` lines after `fromByte`; none where there is no such file. */
export async function lastLines(file: string, count: number, fromByte = 0): Promise<string[]> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return [];
  try {
    let { size: position } = await handle.stat();
    // Shorter than it was: rolled over meanwhile.
    const start = fromByte <= position ? fromByte : 0;
    let tail = Buffer.alloc(0);
    while (position > start && countLines(tail) <= count) {
      const length = Math.min(chunkBytes, position - start);
      position -= length;
      const chunk = Buffer.alloc(length);
      await handle.read(chunk, 0, length, position);
      tail = Buffer.concat([chunk, tail]);
    }
    const lines = tail.toString('utf8').split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines.slice(-count);
  } finally {
    await handle.close();
  }
}

function countLines(text: Buffer): number {
  let count = 0;
  for (let at = text.indexOf(10); at !== -1; at = text.indexOf(10, at + 1)) count++;
  return count;
}

/** Lines as they are appended after `fromByte`, until `signal`; a file that was rolled over is read from its start again. */
export async function* followLines(
  file: string,
  fromByte: number,
  signal: AbortSignal,
): AsyncIterable<string> {
  let position = fromByte;
  let rest = Buffer.alloc(0);
  while (!signal.aborted) {
    const size = await sizeOf(file);
    if (size < position) position = 0;
    if (size === position) {
      await pause(200, signal);
      continue;
    }
    const handle = await open(file);
    try {
      const chunk = Buffer.alloc(Math.min(chunkBytes, size - position));
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
      position += bytesRead;
      rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    } finally {
      await handle.close();
    }
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      yield rest.subarray(0, end).toString('utf8');
      rest = rest.subarray(end + 1);
    }
  }
}

export async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
