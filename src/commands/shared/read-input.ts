/** The text (UTF-8, without a byte order mark) of a file that an option names, or of standard input. */
import { closeSync, createReadStream, fstatSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import type { Context } from '../../contract/command.js';
import { firstBytes, pipeOf, withoutWaiting } from '../../kafka/records/input/produce-input.js';
import { decodeText } from '../../text/source/encoding.js';
import { LabError } from '../../text/errors.js';
import { formatBytes } from '../../text/format-bytes.js';
import { throwIfInterrupted } from '../../text/wait.js';
import { capitalised } from '../../text/letter-case.js';

/** What is read whole has to fit into memory several times. */
const mostBytes = 100_000_000;

/** `-` is standard input. `command`: what is typed before the file, for the hint. Throws LabError 'usage' or 'not-found'. */
export async function readInput(
  context: Pick<Context, 'cwd' | 'stdin' | 'signal'>,
  file: string,
  command: string,
): Promise<string> {
  if (file === '-') {
    if (context.stdin.isTTY) {
      throw new LabError('usage', 'Which file?', { hint: `kafka-lab ${command} FILE, or pipe one in` });
    }
    return decodeText(await wholeOf(context.stdin, file, context.signal), inputName(file));
  }
  let input;
  try {
    input = openInput(resolve(context.cwd, file), file);
  } catch (error) {
    throw error instanceof LabError ? error : unreadable(file, error);
  }
  const bytes = await wholeOf(input, file, context.signal);
  return decodeText(bytes, inputName(file));
}

/** Opening a named pipe would wait for a writer, deaf to ^C; what a shell passes as ‹(…) has one already. */
function openInput(path: string, file: string): Readable {
  const descriptor = openSync(path, withoutWaiting);
  if (!fstatSync(descriptor).isFIFO()) return createReadStream('', { fd: descriptor });
  const first = firstBytes(descriptor);
  if (first?.length === 0) {
    closeSync(descriptor);
    throw new LabError('usage', `${file} is a pipe that nobody writes to.`, {
      hint: 'Start the writer first, or use a file.',
    });
  }
  return pipeOf(descriptor, first);
}

/** Throws LabError 'usage' if it is too large, 'not-found' if it cannot be read, 'interrupted'. */
async function wholeOf(stream: Readable, file: string, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of addAbortSignal(signal, stream) as AsyncIterable<Buffer | string>) {
      const bytes = Buffer.from(chunk);
      sizeBytes += bytes.length;
      if (sizeBytes > mostBytes) {
        throw new LabError('usage', `${atStart(file)} has more than ${formatBytes(mostBytes)}.`);
      }
      chunks.push(bytes);
    }
  } catch (error) {
    throwIfInterrupted(signal);
    throw error instanceof LabError ? error : unreadable(file, error);
  }
  return Buffer.concat(chunks);
}

function unreadable(file: string, error: unknown): LabError {
  const reason = error instanceof Error ? error.message : String(error);
  return new LabError('not-found', `${atStart(file)} cannot be read: ${reason}`);
}

/** At the beginning of a sentence; the name of a file stays as it is. */
function atStart(file: string): string {
  return file === '-' ? capitalised(inputName(file)) : file;
}

/** How messages name it. */
export function inputName(file: string): string {
  return file === '-' ? 'standard input' : file;
}
