/** What a line typed after `:` is to do; pure. */
import { commandWords } from './command-words.js';

export type LineDeed =
  | { readonly does: 'nothing' | 'quit' }
  | { readonly does: 'connection'; readonly name: string }
  | { readonly does: 'favourite'; readonly number: string }
  | { readonly does: 'open'; readonly words: readonly string[] };

export function lineDeed(typed: readonly string[], paths: readonly string[]): LineDeed {
  const [first, second] = typed;
  if (first === undefined) return { does: 'nothing' };
  if (first === 'q' || first === 'quit') return { does: 'quit' };
  if ((first === 'connection' || first === 'ctx') && second !== undefined) {
    return { does: 'connection', name: second };
  }
  if (first === 'favourite' && second !== undefined && /^[1-9]$/.test(second)) {
    return { does: 'favourite', number: second };
  }
  return { does: 'open', words: commandWords(typed, paths) };
}
