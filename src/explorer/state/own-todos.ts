/** The explorer's own keys and typed lines → what it is to do; pure. */
import { printable } from '../../text/printable.js';
import { shellWords } from '../../text/shell-words.js';
import { lineDeed } from './line-deed.js';
import type { OwnKey } from './own-keys.js';
import type { Todo, Typed } from './view-kind.js';

export type OwnTodo =
  | Todo
  /** The same as `open`, with a filter at first. */
  | { readonly to: 'open'; readonly words: readonly string[]; readonly filter?: string | undefined }
  | { readonly to: 'quit' }
  | { readonly to: 'connection'; readonly name: string }
  | { readonly to: 'help' }
  /** Takes the mouse, or lets it go. */
  | { readonly to: 'mouse' }
  /** Stands still, or goes on. */
  | { readonly to: 'hold' }
  | { readonly to: 'pace'; readonly interval: string }
  /** What the view shows, into this file. */
  | { readonly to: 'write'; readonly file: string }
  | { readonly to: 'favourite'; readonly number: string }
  /** This view is that favourite from now on. */
  | { readonly to: 'keep'; readonly number: string };

/** The purpose whose words are completed, and whose lines come back with `↑`. */
export const commandPurpose = 'command';
const intervalPurpose = 'interval';
const filePurpose = 'write';

/** Of the view in sight. */
interface InSight {
  readonly crumb: string;
  /** The command that it equals, as it is typed. */
  readonly command: string;
}

export function todoOfKey(key: OwnKey, { crumb, command }: InSight): OwnTodo {
  switch (key.does) {
    case 'command':
      return { to: 'ask', purpose: commandPurpose, prompt: ':', initial: '' };
    case 'interval':
      return { to: 'ask', purpose: intervalPurpose, prompt: 'every (5s, 1m, auto): ', initial: '' };
    case 'write': {
      const initial = `${crumb.replaceAll(/[^\w.-]+/g, '-')}.txt`;
      return { to: 'ask', purpose: filePurpose, prompt: 'write to file: ', initial };
    }
    case 'copy-line':
      return { to: 'copy', text: command, what: 'the command' };
    case 'favourite':
      return { to: 'favourite', number: String(key.number) };
    case 'help':
    case 'back':
    case 'quit':
    case 'hold':
    case 'mouse':
    case 'refresh':
      return { to: key.does };
  }
}

/** Of a key that neither the view nor the explorer takes: silence would look like a screen that hangs. */
export function todoOfUnknown(key: string): Todo | undefined {
  if (key === 'enter') {
    return { to: 'say', text: 'Nothing is below this. x lists the commands that take it.', tone: 'muted' };
  }
  if (Array.from(key).length !== 1) return undefined;
  const name = key === ' ' ? 'Space' : printable(key);
  return { to: 'say', text: `${name} does nothing here. ? shows the keys.`, tone: 'muted' };
}

/** Other lines are the view's. */
export function isOwnLine({ purpose }: Typed): boolean {
  return [commandPurpose, intervalPurpose, filePurpose].includes(purpose);
}

/** Undefined while it is typed, and for an empty one. */
export function todoOfLine({ purpose, text, stage }: Typed, paths: readonly string[]): OwnTodo | undefined {
  if (stage !== 'done' || text.trim() === '') return undefined;
  if (purpose === filePurpose) return { to: 'write', file: text };
  if (purpose === intervalPurpose) return { to: 'pace', interval: text };
  const deed = lineDeed(shellWords(`: ${text} `).before, paths);
  switch (deed.does) {
    case 'nothing':
      return undefined;
    case 'quit':
    case 'help':
      return { to: deed.does };
    case 'connection':
      return { to: 'connection', name: deed.name };
    case 'favourite':
      return { to: 'keep', number: deed.number };
    case 'open':
      return { to: 'open', words: deed.words, ...(deed.filter !== undefined && { filter: deed.filter }) };
  }
}
