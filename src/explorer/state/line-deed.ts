/** What a line typed after `:` is to do; pure. */
import { commandWords } from './command-words.js';

export type LineDeed =
  | { readonly does: 'nothing' | 'quit' | 'help' }
  | { readonly does: 'connection'; readonly name: string }
  | { readonly does: 'favourite'; readonly number: string }
  /** `filter`: what the view is filtered by at first. */
  | { readonly does: 'open'; readonly words: readonly string[]; readonly filter?: string };

/** As editors and other programs of this kind have them. */
const quits: ReadonlySet<string> = new Set(['q', 'q!', 'quit', 'exit']);

export function lineDeed(typed: readonly string[], paths: readonly string[]): LineDeed {
  const [first, second] = typed;
  if (first === undefined) return { does: 'nothing' };
  if (quits.has(first)) return { does: 'quit' };
  if (typed.length === 1 && (first === 'help' || first === '?')) return { does: 'help' };
  if ((first === 'connection' || first === 'ctx') && second !== undefined) {
    return { does: 'connection', name: second };
  }
  if (first === 'favourite' && second !== undefined && /^[1-9]$/.test(second)) {
    return { does: 'favourite', number: second };
  }
  const list = commandWords([first], paths);
  if (second?.startsWith('/') === true && list.at(-1) === 'list') {
    return { does: 'open', words: list, filter: typed.slice(1).join(' ').slice(1) };
  }
  return { does: 'open', words: commandWords(typed, paths) };
}
