/** The program's own help, laid out by the build: to make it, every command is loaded. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnsOf } from '../view/terminal-size.js';

/** No line of help is longer. */
const widest = 110;
/** The usual width of a terminal, that of help in a file or a pipe, and that of all wide terminals. */
export const helpWidths: readonly number[] = [80, 100, widest];

/** Undefined if this is not the program's help alone, or there is no page as wide as the terminal. */
export function readHelpPage(
  folder: string,
  argv: readonly string[],
  stdout: { readonly isTTY?: boolean; readonly columns?: number },
): string | undefined {
  if (argv.length !== 1 || !['--help', '-h'].includes(argv[0] ?? '')) return undefined;
  const width = stdout.isTTY ? Math.min(columnsOf(stdout), widest) : 100;
  try {
    return readFileSync(helpPageFile(folder, width), 'utf8');
  } catch {
    return undefined;
  }
}

export function helpPageFile(folder: string, width: number): string {
  return join(folder, `help-${width}.txt`);
}
