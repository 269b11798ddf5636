/** A failure as a person reads it on stderr, however it got out of the program, and the exit code that goes with it. */
import { isNativeError } from 'node:util/types';
import { asLabError } from '../kafka/connection/errors.js';
import { exitCodeOf, LabError } from '../text/errors.js';
import { printableLines } from '../text/printable.js';
import { hasColor } from '../view/escapes.js';
import type { World } from '../view/world.js';
import { sourceStack } from './source-stack.js';
import { createStyle } from './style.js';
import { sentenceFor } from './wrap.js';

/** Returns the exit code. A stack is shown with `--verbose` only. */
export function reportError(
  error: unknown,
  argv: readonly string[],
  { env, signal, stderr }: Pick<World, 'env' | 'signal' | 'stderr'>,
): number {
  if (signal.aborted && !(error instanceof LabError)) return 130;
  const lab = asLabError(error);
  const style = createStyle(stderr.isTTY === true && hasColor(env, !argv.includes('--no-color')));
  if (lab.message !== '') {
    const text = sentenceFor(stderr, `error: ${lab.message}`);
    stderr.write(`${text.replace('error:', (word) => style.tone(word, 'bad'))}\n`);
  }
  if (lab.hint !== undefined) stderr.write(`${sentenceFor(stderr, lab.hint)}\n`);
  if (argv.includes('--verbose')) stderr.write(`${printableLines(sourceStack(causes(lab)))}\n`);
  else if (lab.code === 'failed' && !(error instanceof LabError)) {
    stderr.write('This is a fault of kafka-lab itself. With --verbose it says where; please report that.\n');
  }
  return exitCodeOf(lab);
}

function causes(error: Error): string {
  const stack = error.stack ?? String(error);
  return isNativeError(error.cause) ? `${stack}\ncaused by: ${causes(error.cause)}` : stack;
}
