/** Commands in a text about another cluster than the one in use ask that cluster. */
import { withOptions } from '../../contract/printed-commands.js';
import { quotedWords, type TypedOption } from '../../text/command-line.js';
import { LabError } from '../../text/errors.js';

/** `words`: what names the cluster, `-c staging`; none leave the text as it is. */
export function textAskingAt(text: string, words: readonly TypedOption[]): string {
  const typed = quotedWords(words.flatMap(({ flag, value }) => (value === undefined ? flag : [flag, value])));
  const isLocal = (noun: string | undefined) => noun === 'connections' || noun === 'cluster';
  return withOptions(text, (command) => (isLocal(command.words[0]) ? '' : typed));
}

/** The commands of its hint, and `where` in front of its message. */
export function errorAskingAt(error: unknown, words: readonly TypedOption[], where = ''): unknown {
  if (!(error instanceof LabError) || error.code === 'interrupted') return error;
  const hint = error.hint && textAskingAt(error.hint, words);
  return new LabError(error.code, where + error.message, { ...(hint ? { hint } : {}), cause: error });
}
