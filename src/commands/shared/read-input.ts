/** The text (UTF-8, without a byte order mark) of a file that an option names, or of standard input. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Context } from '../../contract/command.js';
import { decodeText } from '../../text/source/encoding.js';
import { LabError } from '../../text/errors.js';

/** `-` is standard input. `command`: what is typed before the file, for the hint. Throws LabError 'usage' or 'not-found'. */
export async function readInput(
  context: Pick<Context, 'cwd' | 'stdin'>,
  file: string,
  command: string,
): Promise<string> {
  if (file === '-') {
    if (context.stdin.isTTY) {
      throw new LabError('usage', 'Which file?', { hint: `kafka-lab ${command} FILE, or pipe one in` });
    }
    return decodeText(await buffer(context.stdin), inputName(file));
  }
  let bytes;
  try {
    bytes = await readFile(resolve(context.cwd, file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError('not-found', `${file} cannot be read: ${reason}`);
  }
  return decodeText(bytes, inputName(file));
}

/** How messages name it. */
export function inputName(file: string): string {
  return file === '-' ? 'standard input' : file;
}
