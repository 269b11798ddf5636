/** A line as typed in bash → its words, as the shell would pass them to a program. */

/** The quote that is still open at the end of a line; '' for none. */
export type OpenQuote = '' | '"' | "'" | "$'";

export interface ShellWords {
  /** Those before the one under the cursor, without the program's name. */
  readonly before: readonly string[];
  /** The typed part of the word under the cursor; '' after a space. */
  readonly current: string;
  readonly quote: OpenQuote;
}

/** Bash splits words at `:` and `=` for completion, so an address would arrive in pieces. */
export function shellWords(line: string): ShellWords {
  const words: string[] = [];
  let word: string | undefined;
  let quote: OpenQuote = '';
  for (let index = 0; index < line.length; index += 1) {
    const char = line.charAt(index);
    if (quote === "'") {
      if (char === "'") quote = '';
      else word = (word ?? '') + char;
    } else if (char === '\\' && (quote !== '"' || /^["$`\\\n]/.test(line.slice(index + 1)))) {
      index += 1;
      word = (word ?? '') + line.charAt(index);
    } else if (quote !== '' && char === quote.at(-1)) {
      quote = '';
    } else if (quote === '' && char === '$' && line.charAt(index + 1) === "'") {
      index += 1;
      quote = "$'";
      word ??= '';
    } else if (quote === '' && (char === "'" || char === '"')) {
      quote = char;
      word ??= '';
    } else if (quote === '' && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  return { before: words.slice(1), current: word ?? '', quote };
}

/**
 * The rest of a word so that bash reads it as it is, with this quote open before it. Undefined after `$'`, in which a
 * backslash has meanings of its own.
 */
export function quotedForBash(word: string, quote: OpenQuote): string | undefined {
  switch (quote) {
    case '':
      return word.replace(/[^\p{L}\p{N}_.,:=@%+/-]/gu, '\\$&');
    case "'":
      return closedAtItsEnd(word.replaceAll("'", "'\\''"), quote);
    case '"':
      // A backslash before `!` would stay in the word, so the quote ends for it.
      return closedAtItsEnd(word.replace(/["$`\\]/g, '\\$&').replaceAll('!', '"\\!"'), quote);
    case "$'":
      return undefined;
  }
}

/** Bash closes the quote of a completed word, unless the word ends with such a character. */
function closedAtItsEnd(quoted: string, quote: '"' | "'"): string {
  return quoted.endsWith(quote) ? quoted + quote : quoted;
}
