/** Does what keys and typed lines come to: views are opened, lines asked for, texts copied and written. */
import type { Menu } from '../menu/form/menu-context.js';
import { LabError } from '../text/errors.js';
import { formatBytes } from '../text/format-bytes.js';
import type { Screen } from '../view/screen.js';
import type { Tone } from '../view/view.js';
import type { InSight } from './in-sight.js';
import { loadFavourites, saveFavourites } from './kept-favourites.js';
import { saveMouse } from './kept-mouse.js';
import type { OwnTodo } from './state/own-todos.js';
import type { Size, Todo } from './state/view-kind.js';
import { writeView } from './write-view.js';

/** xterm and others take 100,000 letters of base64 into the clipboard at once. */
const alwaysCopied = 74_994;
/** What none is sent: it would be written to the terminal for seconds, most likely for nothing. */
const mostCopied = 1_048_576;

/** What the explorer leaves its screen for. */
export type Outside =
  | { readonly to: 'quit' }
  | { readonly to: 'connection'; readonly name: string }
  | Extract<Todo, { readonly to: 'run' | 'form' | 'choose' | 'kill' | 'record' | 'records' | 'copy-to' }>;

interface ActSettings {
  readonly menu: Menu;
  readonly sight: InSight;
  /** From its first view one goes back to the menu. */
  readonly isFromMenu: boolean;
  leave(outside: Outside): void;
  fail(error: unknown): void;
  /** Draws, if there is a screen. */
  changed(): void;
}

export interface Actor {
  act(todo: OwnTodo | undefined, screen: Pick<Screen, 'copy'>, size: Size): void;
  open(words: readonly string[], isInPlace?: boolean): Promise<void>;
  say(text: string, tone?: Tone): void;
}

export function createActor({ menu, sight, isFromMenu, leave, fail, changed }: ActSettings): Actor {
  const { context } = menu;
  const { views, foot, pace } = sight;
  const numbers = new Map(loadFavourites(context.folders.data));

  function say(text: string, tone?: Tone): void {
    sight.said = { text: text.replaceAll('\n', ' '), tone };
  }

  async function open(words: readonly string[], isInPlace = false): Promise<void> {
    const [first, name] = words;
    if (first === 'connection' && name !== undefined) {
      leave({ to: 'connection', name });
      return;
    }
    try {
      const opened = await views.open(words, isInPlace);
      if (opened === 'run') leave({ to: 'run', words });
      else if (opened === 'opened') sight.help = undefined;
      else say([opened.message, opened.hint].filter(Boolean).join(' '), 'bad');
    } catch (error) {
      fail(error);
    }
    changed();
  }

  /** The view that was opened, unless there was something wrong with it. */
  function filter(text: string, size: Size): void {
    if (sight.said?.tone === 'bad') return;
    const { todo } = views.top?.typed({ purpose: 'filter', text, stage: 'done' }, size) ?? {};
    if (todo?.to === 'say') say(todo.text, todo.tone);
    changed();
  }

  function back(): void {
    if (views.back()) return;
    if (isFromMenu) leave({ to: 'quit' });
    else say('This is the first view; q leaves.', 'muted');
  }

  async function write(file: string, text: string): Promise<void> {
    try {
      say(`Written to ${await writeView(context.cwd, file, text)}`, 'good');
    } catch (error) {
      if (error instanceof LabError) say(error.message, 'bad');
      else fail(error);
    }
    changed();
  }

  function keep(number: string, size: Size): void {
    const words = views.top?.words(size);
    if (!words) return;
    numbers.set(number, words);
    saveFavourites(context.folders.data, numbers);
    say(`${number} leads here now.`, 'good');
  }

  function toggleMouse(): void {
    sight.hasMouse = !sight.hasMouse;
    saveMouse(context.folders.data, sight.hasMouse);
    say(
      sight.hasMouse
        ? 'The mouse is on: click, click again to open, wheel. Text is selected with Shift.'
        : 'The mouse is off.',
      'good',
    );
  }

  /** Terminals tell nobody what became of it, and drop what is too long for them. */
  function copy({ text, what }: Extract<Todo, { to: 'copy' }>, screen: Pick<Screen, 'copy'>): void {
    const bytes = Buffer.byteLength(text);
    if (bytes > mostCopied) {
      say(
        `Not copied: ${formatBytes(bytes)} are too many for a terminal's clipboard. s or w: a file.`,
        'bad',
      );
      return;
    }
    screen.copy(text);
    if (bytes <= alwaysCopied) say(`Copied: ${what}`, 'good');
    else
      say(`Copied, if the terminal takes ${formatBytes(bytes)}; many take 73 KiB. s or w: a file.`, 'warn');
  }

  function setPace(interval: string): void {
    const problem = pace.set(interval);
    if (problem !== undefined) say(problem, 'bad');
    views.top?.refresh();
  }

  function act(todo: OwnTodo | undefined, screen: Pick<Screen, 'copy'>, size: Size): void {
    switch (todo?.to) {
      case undefined:
        return;
      case 'open':
      case 'replace':
        void open(todo.words, todo.to === 'replace').then(() => {
          if ('filter' in todo && todo.filter !== undefined) filter(todo.filter, size);
        });
        return;
      case 'favourite':
        void open(numbers.get(todo.number) ?? []);
        return;
      case 'quit':
      case 'connection':
      case 'run':
      case 'form':
      case 'choose':
      case 'kill':
      case 'record':
      case 'records':
      case 'copy-to':
        leave(todo);
        return;
      case 'back':
        back();
        return;
      case 'ask':
        foot.ask(todo.purpose, todo.prompt, todo.initial);
        return;
      case 'copy':
        copy(todo, screen);
        return;
      case 'say':
        say(todo.text, todo.tone);
        return;
      case 'help':
        sight.help = 0;
        return;
      case 'hold':
        views.isHeld = !views.isHeld;
        return;
      case 'mouse':
        toggleMouse();
        return;
      case 'pace':
        setPace(todo.interval);
        return;
      case 'write':
        void write(todo.file, views.top?.text(size) ?? '');
        return;
      case 'keep':
        keep(todo.number, size);
        return;
      case 'refresh':
        views.top?.refresh();
    }
  }

  return { act, open, say };
}
