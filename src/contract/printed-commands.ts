/** The commands in a text for people, and what was typed to name a cluster put into them. */

/** A command as it is printed: `kafka-lab topics list --internal`. */
export interface PrintedCommand {
  /** All words that may be its path: `topics list`, `produce orders`. */
  readonly words: readonly string[];
  /** With its arguments, as far as the sentence does not go on in prose. */
  readonly line: string;
}

/** Names are quoted: what looks like a command in one is left as it is. */
const quoted = /\$'(?:[^'\\]|\\.)*'|'[^']*'|"(?:[^"\\]|\\.)*"/suy;
const program = /kafka-lab(?= (?:[a-z]|--plain))/y;
const afterWord = /[\w./'"-]/;
const lineEnd = /[;()\n]|[.,:] |[.,:]?$| {2}/y;

/** `optionsFor`: what is put behind the program's name, before its other words; '' for nothing. */
export function withOptions(text: string, optionsFor: (command: PrintedCommand) => string): string {
  if (!text.includes('kafka-lab ')) return text;
  let result = '';
  let at = 0;
  while (at < text.length) {
    const isStart = at === 0 || !afterWord.test(text.charAt(at - 1));
    const name = isStart ? matched(quoted, text, at) : undefined;
    const found = isStart && name === undefined ? matched(program, text, at) : undefined;
    const taken = name ?? found ?? text.charAt(at);
    at += taken.length;
    result += taken;
    if (found === undefined) continue;
    const options = optionsFor(commandAt(text, at + 1));
    if (options !== '') result += ` ${options}`;
  }
  return result;
}

function commandAt(text: string, start: number): PrintedCommand {
  let end = start;
  while (end < text.length && matched(lineEnd, text, end) === undefined) {
    end += (matched(quoted, text, end) ?? text.charAt(end)).length;
  }
  const line = text.slice(start, end);
  return { words: /^[a-z][a-z-]*(?: [a-z][a-z-]*)*/.exec(line)?.[0].split(' ') ?? [], line };
}

/** What a sticky expression finds there. */
function matched(expression: RegExp, text: string, at: number): string | undefined {
  expression.lastIndex = at;
  return expression.exec(text)?.[0];
}
