/** A stream that remembers what was written to it, as a terminal or as a pipe. */
import { PassThrough } from 'node:stream';

export interface CaptureSettings {
  readonly isTerminal?: boolean;
  readonly columns?: number;
}

export type CaptureStream = PassThrough & {
  readonly isTTY: boolean;
  readonly columns: number;
  text(): string;
};

export function captureStream({ isTerminal = false, columns = 80 }: CaptureSettings = {}): CaptureStream {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return Object.assign(stream, {
    isTTY: isTerminal,
    columns,
    text: () => Buffer.concat(chunks).toString('utf8'),
  });
}
