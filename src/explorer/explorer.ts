/** The explorer on a terminal: keys and answers come in, the screen goes out, and what is to be done outside of it. */
import type { Menu } from '../menu/form/menu-context.js';
import { LabError } from '../text/errors.js';
import { shellWords } from '../text/shell-words.js';
import type { Screen } from '../view/screen.js';
import { bodySize, explorerLines, type Said } from './draw/explorer-lines.js';
import { failureLines } from './draw/failure-lines.js';
import { headerSpans, type Place } from './draw/header-spans.js';
import { helpLines } from './draw/help-lines.js';
import { createCompleter } from './live/complete.js';
import { explorerPace } from './live/explorer-pace.js';
import { feelPulse, type Pulse } from './live/pulse.js';
import type { Opened, Outcome } from './opened.js';
import { openView } from './open-view.js';
import { commandWords } from './state/command-words.js';
import { completedLine } from './state/completed-line.js';
import { lineOf } from './state/line-editor.js';
import { favourites, ownKey, type OwnKey } from './state/own-keys.js';
import { afterPromptKey, promptOf, withPast, type Prompt } from './state/typed-lines.js';
import type { Size, Todo, TypedStage } from './state/view-kind.js';
import { writeView } from './write-view.js';

/** What the explorer leaves its screen for. */
export type Outside =
  | { readonly to: 'quit' }
  | { readonly to: 'connection'; readonly name: string }
  | Extract<Todo, { readonly to: 'run' | 'form' | 'choose' }>;

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
  /** What `q` at the first view leads to is the menu. */
  readonly isFromMenu: boolean;
}

export function createExplorer({ menu, place, globals, isFromMenu }: ExplorerSettings): Explorer {
  const { context } = menu;
  const commands = { entries: menu.entries, groups: menu.groups };
  const paths = menu.entries.map(({ path }) => path);
  const completer = createCompleter(context, commands);
  const pace = explorerPace();
  const ended = new AbortController();
  const numbers = new Map(Object.entries(favourites));
  let stack: readonly Opened[] = [];
  let pulse: Pulse | null | undefined;
  let prompt: Prompt | undefined;
  let candidates: readonly string[] = [];
  let said: Said | undefined;
  let isHelp = false;
  let helpTop = 0;
  let isHeld = false;
  let past: readonly string[] = [];
  let screen: Screen | undefined;
  let leave: (outside: Outside) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;

  const top = () => stack.at(-1);
  const sizeOf = ({ columns, rows }: Screen): Size => bodySize({ columns, rows });

  function draw(): void {
    const view = top();
    if (!screen || !view) return;
    const size = sizeOf(screen);
    screen.draw(
      explorerLines({
        size: { columns: screen.columns, rows: screen.rows },
        header: headerSpans(place, pulse),
        pace: paceText(view),
        isHeld,
        crumbs: stack.map(({ crumb }) => crumb),
        status: isHelp ? '' : view.status(size),
        body: isHelp ? helpOf(view, size).slice(helpTop) : bodyOf(view, size),
        words: [...globals, ...view.words(size)],
        said,
        prompt,
        candidates: prompt?.purpose === 'command' ? candidates : [],
        hints: isHelp
          ? [{ key: 'Esc', label: 'back' }]
          : [...view.hints(size).slice(0, 3), { key: '?', label: 'help' }],
      }),
    );
  }

  function paceText({ answeredAt, failure }: Opened): string {
    if (failure !== undefined && answeredAt) return `old, of ${clock(answeredAt)}`;
    return answeredAt === undefined ? '' : `${pace.text()}  ${clock(answeredAt)}`;
  }

  function bodyOf(view: Opened, size: Size) {
    const failure = failureLines(view.failure, view.hasData, size.columns);
    const rest = { ...size, rows: Math.max(1, size.rows - failure.length) };
    return [...failure, ...view.lines(rest)];
  }

  function helpOf(view: Opened, size: Size) {
    return helpLines({ term: view.term(size), row: view.keys(size), view: view.help }, size.columns);
  }

  async function open(words: readonly string[], isInPlace = false): Promise<void> {
    try {
      const view = await openView(words, commands, {
        context,
        pace,
        changed: draw,
        crash: (error) => fail(error),
      });
      if (!view) {
        leave({ to: 'run', words });
        return;
      }
      top()?.stop();
      stack = [...(isInPlace ? stack.slice(0, -1) : stack), view].slice(-50);
      isHelp = false;
      view.start(isHeld);
    } catch (error) {
      if (!(error instanceof LabError)) {
        fail(error);
        return;
      }
      say([error.message, error.hint].filter(Boolean).join(' '), 'bad');
    }
    draw();
  }

  function back(): void {
    if (stack.length < 2) {
      if (isFromMenu) leave({ to: 'quit' });
      else say('This is the first view; q leaves.', 'muted');
      return;
    }
    top()?.stop();
    stack = stack.slice(0, -1);
    top()?.start(isHeld);
  }

  function say(text: string, tone?: Said['tone']): void {
    said = { text: text.replaceAll('\n', ' '), tone };
  }

  function act({ todo }: Outcome): void {
    if (todo === undefined) return;
    switch (todo.to) {
      case 'open':
      case 'replace':
        void open(todo.words, todo.to === 'replace');
        return;
      case 'run':
      case 'form':
      case 'choose':
        leave(todo);
        return;
      case 'back':
        back();
        return;
      case 'ask':
        prompt = promptOf(todo.purpose, todo.prompt, todo.initial);
        return;
      case 'copy':
        screen?.copy(todo.text);
        say(`Copied: ${todo.what}`, 'good');
        return;
      case 'say':
        say(todo.text, todo.tone);
        return;
      case 'refresh':
        top()?.refresh();
    }
  }

  function own(key: OwnKey, view: Opened, size: Size): void {
    switch (key.does) {
      case 'command':
        prompt = promptOf('command', ':', '', past);
        void complete('');
        return;
      case 'help':
        isHelp = !isHelp;
        helpTop = 0;
        return;
      case 'back':
        back();
        return;
      case 'quit':
        leave({ to: 'quit' });
        return;
      case 'hold':
        isHeld = !isHeld;
        view.hold(isHeld);
        return;
      case 'interval':
        prompt = promptOf('interval', 'every (5s, 1m, auto): ', '');
        return;
      case 'copy-line':
        act({
          todo: { to: 'copy', text: menu.lineOf(view.words(size)).replace(/^\$ /, ''), what: 'the command' },
        });
        return;
      case 'write':
        prompt = promptOf('write', 'write to file: ', `${view.crumb.replaceAll(/[^\w.-]+/g, '-')}.txt`);
        return;
      case 'refresh':
        view.refresh();
        return;
      case 'favourite':
        void open(numbers.get(String(key.number)) ?? []);
    }
  }

  function typing(view: Opened, key: string, now: Prompt, size: Size): void {
    if (key === 'enter') {
      typed(view, now, 'done', size);
      return;
    }
    if (key === 'escape' || key === 'ctrl-c') {
      typed(view, now, 'cancelled', size);
      return;
    }
    if (key === 'tab' && now.purpose === 'command') {
      const { current } = shellWords(`: ${now.line.text}`);
      prompt = { ...now, line: lineOf(completedLine(now.line.text, current, candidates)) };
      void complete(prompt.line.text);
      return;
    }
    prompt = afterPromptKey(now, key) ?? now;
    const { purpose, line } = prompt;
    if (purpose === 'command') void complete(line.text);
    else if (!ownPurposes.has(purpose)) act(view.typed({ purpose, text: line.text, stage: 'typing' }, size));
  }

  async function complete(text: string): Promise<void> {
    const found = await completer.candidates(text);
    if (prompt?.purpose !== 'command' || prompt.line.text !== text) return;
    candidates = found;
    draw();
  }

  function typed(view: Opened, { purpose, line: { text } }: Prompt, stage: TypedStage, size: Size): void {
    prompt = undefined;
    candidates = [];
    if (!ownPurposes.has(purpose)) {
      act(view.typed({ purpose, text, stage }, size));
      return;
    }
    if (stage === 'cancelled' || text.trim() === '') return;
    if (purpose === 'command') command(text, view, size);
    else if (purpose === 'interval') interval(text);
    else void write(text, view.text(size));
  }

  function command(text: string, view: Opened, size: Size): void {
    past = withPast(past, text);
    const { before } = shellWords(`: ${text} `);
    const [first, second] = before;
    if (first === 'q' || first === 'quit') {
      leave({ to: 'quit' });
      return;
    }
    if ((first === 'connection' || first === 'ctx') && second !== undefined) {
      leave({ to: 'connection', name: second });
      return;
    }
    if (first === 'favourite' && /^[1-9]$/.test(second ?? '')) {
      numbers.set(second ?? '', view.words(size));
      say(`${second ?? ''} leads here now.`, 'good');
      return;
    }
    void open(commandWords(before, paths));
  }

  function interval(text: string): void {
    const problem = pace.set(text);
    if (problem !== undefined) say(problem, 'bad');
    top()?.refresh();
  }

  async function write(file: string, text: string): Promise<void> {
    try {
      say(`Written to ${await writeView(context.cwd, file, text)}`, 'good');
    } catch (error) {
      if (!(error instanceof LabError)) {
        fail(error);
        return;
      }
      say(error.message, 'bad');
    }
    draw();
  }

  function press(key: string): void {
    const view = top();
    if (!screen || !view) {
      if (key === 'q' || key === 'ctrl-c' || key === 'escape') leave({ to: 'quit' });
      return;
    }
    const size = sizeOf(screen);
    said = undefined;
    if (prompt) typing(view, key, prompt, size);
    else if (isHelp && key !== 'q' && key !== 'ctrl-c') {
      const page = helpOf(view, size).length - size.rows;
      if (key === 'down' || key === 'j') helpTop = Math.max(0, Math.min(page, helpTop + 1));
      else if (key === 'up' || key === 'k') helpTop = Math.max(0, helpTop - 1);
      else isHelp = false;
    } else {
      const outcome = key === 'ctrl-c' ? undefined : view.press(key, size);
      const mine = outcome === undefined ? ownKey(key) : undefined;
      if (outcome) act(outcome);
      else if (mine) own(mine, view, size);
    }
    draw();
  }

  void feelPulse(
    context,
    AbortSignal.any([context.signal, ended.signal]),
    () => isHeld || screen === undefined,
    (now) => {
      pulse = now ?? null;
      draw();
    },
  ).catch((error: unknown) => fail(error));

  return {
    async run(opened) {
      screen = opened;
      const signal = context.signal;
      try {
        return await new Promise<Outside>((resolve, reject) => {
          leave = resolve;
          fail = reject;
          if (signal.aborted) resolve({ to: 'quit' });
          signal.addEventListener('abort', () => resolve({ to: 'quit' }), { once: true });
          opened.onKey(press);
          opened.onResize(draw);
          top()?.start(isHeld);
          draw();
        });
      } finally {
        screen = undefined;
        top()?.stop();
      }
    },
    open: (words) => open(words),
    say,
    close() {
      ended.abort();
      for (const view of stack) view.stop();
    },
  };
}

/** Lines that are not a view's. */
const ownPurposes = new Set(['command', 'interval', 'write']);

function clock(time: Date): string {
  return time.toTimeString().slice(0, 8);
}
