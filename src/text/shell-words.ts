/** A line as typed in bash → its words, as the shell would pass them to a program. */

export interface ShellWords {
  /** Those before the one under the cursor, without the program's name. */
  readonly before: readonly string[];
  /** The typed part of the word under the cursor; '' after a space. */
  readonly current: string;
  /** The quote that is still open; '' for none. */
  readonly quote: string;
}

/** Bash splits words at `:` and `=` for completion, so an address would arrive in pieces. */
export function shellWords(line: string): ShellWords {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const char = line.charAt(index);
    if (quote === "'") {
      if (char === "'") quote = '';
      else word = (word ?? '') + char;
    } else if (char === '\\') {
      index += 1;
      word = (word ?? '') + line.charAt(index);
    } else if (char === quote) {
      quote = '';
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

/** A word quoted for bash. */
export function quotedForBash(word: string): string {
  return word.replace(/[^\p{L}\p{N}_.,:=@%+/-]/gu, '\\$&');
}
