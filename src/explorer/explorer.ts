/** The explorer on a terminal: keys and answers come in, the screen goes out, and what is to be done outside of it. */
import type { Menu } from '../menu/form/menu-context.js';
import { LabError } from '../text/errors.js';
import { shellWords } from '../text/shell-words.js';
import type { Screen, ScreenLine } from '../view/screen.js';
import { bodySize, explorerLines, type Said } from './draw/explorer-lines.js';
import { failureLines } from './draw/failure-lines.js';
import { headerSpans, type Place } from './draw/header-spans.js';
import { helpLines } from './draw/help-lines.js';
import { createCompleter } from './live/complete.js';
import { explorerPace } from './live/explorer-pace.js';
import { feelPulse, type Pulse } from './live/pulse.js';
import type { Opened } from './opened.js';
import { loadFavourites, saveFavourites } from './kept-favourites.js';
import { commandPurpose, createPromptLine } from './prompt-line.js';
import { lineDeed } from './state/line-deed.js';
import { ownKey, type OwnKey } from './state/own-keys.js';
import type { Size, Todo, Typed } from './state/view-kind.js';
import { createViewStack } from './view-stack.js';
import { writeView } from './write-view.js';

/** What the explorer leaves its screen for. */
export type Outside =
  | { readonly to: 'quit' }
  | { readonly to: 'connection'; readonly name: string }
  | Extract<Todo, { readonly to: 'run' | 'form' | 'choose' | 'kill' | 'record' }>;

export interface Explorer {
  /** Draws and takes keys until there is something to do outside. */
  run(screen: Screen): Promise<Outside>;
  /** For when it runs again. */
  open(words: readonly string[]): Promise<void>;
  say(text: string, tone?: Said['tone']): void;
  close(): void;
}

export interface ExplorerSettings {
  readonly menu: Menu;
  readonly place: Place;
  /** Global options before the words of a view, for the line that is shown. */
  readonly globals: readonly string[];
  /** From its first view one goes back to the menu. */
  readonly isFromMenu: boolean;
}

export function createExplorer({ menu, place, globals, isFromMenu }: ExplorerSettings): Explorer {
  const { context } = menu;
  const paths = menu.entries.map(({ path }) => path);
  const pace = explorerPace();
  const ended = new AbortController();
  const numbers = new Map(loadFavourites(context.folders.data));
  const views = createViewStack(menu, { context, pace, changed: draw, crash: (error) => fail(error) });
  const foot = createPromptLine(createCompleter(context, menu), draw);
  let pulse: Pulse | null | undefined;
  let said: Said | undefined;
  /** Lines of the page of help that are scrolled past; undefined if it is not open. */
  let help: number | undefined;
  let screen: Screen | undefined;
  let leave: (outside: Outside) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;

  const sizeOf = ({ columns, rows }: Screen): Size => bodySize({ columns, rows });

  function draw(): void {
    const view = views.top;
    if (!screen || !view) return;
    const size = sizeOf(screen);
    screen.draw(
      explorerLines({
        size: { columns: screen.columns, rows: screen.rows },
        header: headerSpans(place, pulse),
        pace: paceText(view),
        isHeld: views.isHeld,
        crumbs: views.crumbs,
        status: help === undefined ? view.status(size) : '',
        body: help === undefined ? bodyOf(view, size) : helpOf(view, size).slice(help),
        words: [...globals, ...view.words(size)],
        said,
        prompt: foot.prompt,
        candidates: foot.candidates,
        hints:
          help === undefined
            ? [...view.hints(size).slice(0, 3), { key: '?', label: 'help' }]
            : [
                { key: '↑↓', label: 'scroll' },
                { key: 'Esc', label: 'back' },
              ],
      }),
    );
  }

  function paceText({ answeredAt, failure }: Opened): string {
    if (answeredAt === undefined) return '';
    return `${failure === undefined ? `${pace.text()} ` : 'old, of'} ${clock(answeredAt)}`;
  }

  function bodyOf(view: Opened, size: Size): readonly ScreenLine[] {
    const failure = failureLines(view.failure, view.hasData, size.columns);
    return [...failure, ...view.lines({ ...size, rows: Math.max(1, size.rows - failure.length) })];
  }

  function helpOf(view: Opened, size: Size): readonly ScreenLine[] {
    return helpLines({ about: view.about(size), row: view.keys(size), view: view.help }, size.columns);
  }

  function say(text: string, tone?: Said['tone']): void {
    said = { text: text.replaceAll('\n', ' '), tone };
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
      else if (opened === 'opened') help = undefined;
      else say([opened.message, opened.hint].filter(Boolean).join(' '), 'bad');
    } catch (error) {
      fail(error);
    }
    draw();
  }

  function back(): void {
    if (views.back()) return;
    if (isFromMenu) leave({ to: 'quit' });
    else say('This is the first view; q leaves.', 'muted');
  }

  function act(todo: Todo | undefined): void {
    switch (todo?.to) {
      case undefined:
        return;
      case 'open':
      case 'replace':
        void open(todo.words, todo.to === 'replace');
        return;
      case 'run':
      case 'form':
      case 'choose':
      case 'kill':
      case 'record':
        leave(todo);
        return;
      case 'back':
        back();
        return;
      case 'ask':
        foot.ask(todo.purpose, todo.prompt, todo.initial);
        return;
      case 'copy':
        screen?.copy(todo.text);
        say(`Copied: ${todo.what}`, 'good');
        return;
      case 'say':
        say(todo.text, todo.tone);
        return;
      case 'refresh':
        views.top?.refresh();
    }
  }

  function own(key: OwnKey, view: Opened, size: Size): void {
    switch (key.does) {
      case 'command':
        foot.ask(commandPurpose, ':', '');
        return;
      case 'help':
        help = 0;
        return;
      case 'back':
        back();
        return;
      case 'quit':
        leave({ to: 'quit' });
        return;
      case 'hold':
        views.isHeld = !views.isHeld;
        return;
      case 'interval':
        foot.ask('interval', 'every (5s, 1m, auto): ', '');
        return;
      case 'copy-line': {
        const text = menu.lineOf(view.words(size)).replace(/^\$ /, '');
        act({ to: 'copy', text, what: 'the command' });
        return;
      }
      case 'write':
        foot.ask('write', 'write to file: ', `${view.crumb.replaceAll(/[^\w.-]+/g, '-')}.txt`);
        return;
      case 'refresh':
        view.refresh();
        return;
      case 'favourite':
        void open(numbers.get(String(key.number)) ?? []);
    }
  }

  /** Lines of the explorer's own; all others are the view's. */
  function typed(line: Typed, view: Opened, size: Size): void {
    const { purpose, text, stage } = line;
    if (!['interval', 'write', commandPurpose].includes(purpose)) {
      act(view.typed(line, size).todo);
      return;
    }
    if (stage !== 'done' || text.trim() === '') return;
    if (purpose === 'write') void write(text, view.text(size));
    else if (purpose === 'interval') {
      const problem = pace.set(text);
      if (problem !== undefined) say(problem, 'bad');
      view.refresh();
    } else command(text, view, size);
  }

  function command(text: string, view: Opened, size: Size): void {
    const deed = lineDeed(shellWords(`: ${text} `).before, paths);
    switch (deed.does) {
      case 'nothing':
        return;
      case 'quit':
        leave({ to: 'quit' });
        return;
      case 'connection':
        leave({ to: 'connection', name: deed.name });
        return;
      case 'favourite':
        numbers.set(deed.number, view.words(size));
        saveFavourites(context.folders.data, numbers);
        say(`${deed.number} leads here now.`, 'good');
        return;
      case 'open':
        void open(deed.words);
    }
  }

  async function write(file: string, text: string): Promise<void> {
    try {
      say(`Written to ${await writeView(context.cwd, file, text)}`, 'good');
    } catch (error) {
      if (error instanceof LabError) say(error.message, 'bad');
      else fail(error);
    }
    draw();
  }

  function press(key: string): void {
    const view = views.top;
    if (screen && view) {
      said = undefined;
      pressed(key, view, sizeOf(screen));
      draw();
    } else if (['q', 'ctrl-c', 'escape'].includes(key)) leave({ to: 'quit' });
  }

  function pressed(key: string, view: Opened, size: Size): void {
    if (foot.prompt) {
      typed(foot.press(key), view, size);
      return;
    }
    if (help !== undefined && key !== 'q' && key !== 'ctrl-c') {
      const end = Math.max(0, helpOf(view, size).length - size.rows);
      const by = { down: 1, j: 1, up: -1, k: -1, pagedown: size.rows, pageup: -size.rows }[key];
      help = by === undefined ? undefined : Math.max(0, Math.min(end, help + by));
      return;
    }
    const outcome = key === 'ctrl-c' ? undefined : view.press(key, size);
    const mine = outcome ? undefined : ownKey(key);
    if (mine) own(mine, view, size);
    else act(outcome?.todo);
  }

  feelPulse(
    context,
    AbortSignal.any([context.signal, ended.signal]),
    () => views.isHeld || screen === undefined,
    (now) => {
      pulse = now ?? null;
      draw();
    },
  ).catch((error: unknown) => fail(error));

  return {
    async run(opened) {
      const { signal } = context;
      screen = opened;
      try {
        return await new Promise<Outside>((resolve, reject) => {
          leave = resolve;
          fail = reject;
          const quit = () => resolve({ to: 'quit' });
          signal.addEventListener('abort', quit, { once: true });
          if (signal.aborted) quit();
          opened.onKey(press);
          opened.onResize(draw);
          views.start();
          draw();
        });
      } finally {
        screen = undefined;
        views.stop();
      }
    },
    open,
    say,
    close() {
      ended.abort();
      views.stop();
    },
  };
}

function clock(time: Date): string {
  return time.toTimeString().slice(0, 8);
}
