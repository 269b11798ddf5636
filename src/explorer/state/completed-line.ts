/** The typed line with its last word completed; pure. */
import { quotedWords } from '../../text/command-line.js';

/** By what all candidates have in common; by the whole word and a space if there is one. */
export function completedLine(line: string, current: string, candidates: readonly string[]): string {
  const [only] = candidates;
  if (only === undefined) return line;
  const common = candidates.length === 1 ? only : commonStart(candidates);
  if (common.length < current.length || (common === current && candidates.length > 1)) return line;
  const start = line.slice(0, lastWordAt(line));
  return `${start}${quotedWords([common])}${candidates.length === 1 ? ' ' : ''}`;
}

/** Where the word being typed begins: behind the last blank that is in no quotes. */
function lastWordAt(line: string): number {
  let quote = '';
  let at = 0;
  Array.from(line).reduce((index, letter) => {
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === "'" || letter === '"') quote = letter;
    else if (/\s/.test(letter)) at = index + letter.length;
    return index + letter.length;
  }, 0);
  return at;
}

function commonStart(words: readonly string[]): string {
  return words.reduce((common, word) => {
    let length = 0;
    while (length < common.length && common[length] === word[length]) length += 1;
    return common.slice(0, length);
  });
}
