/** The explorer on a terminal: keys and answers come in, and the screen goes out. */
import type { Menu } from '../menu/form/menu-context.js';
import type { MouseReport, Screen } from '../view/screen.js';
import { wheelStep } from '../view/scroll-top.js';
import type { Tone } from '../view/view.js';
import { createActor, type Outside } from './act.js';
import { bodySize } from './draw/explorer-lines.js';
import type { Place } from './draw/header-spans.js';
import { helpOf, linesInSight, mouseInView, type InSight } from './in-sight.js';
import { loadMouse } from './kept-mouse.js';
import { createCompleter } from './live/complete.js';
import { explorerPace } from './live/explorer-pace.js';
import { feelPulse } from './live/pulse.js';
import type { Opened } from './opened.js';
import { createPromptLine } from './prompt-line.js';
import { afterHelpKey, scrolledHelp } from './state/help-scroll.js';
import { ownKey } from './state/own-keys.js';
import { isOwnLine, todoOfKey, todoOfLine, todoOfUnknown, type OwnTodo } from './state/own-todos.js';
import type { Size, Typed } from './state/view-kind.js';
import { createViewStack } from './view-stack.js';

export interface Explorer {
  /** Draws and takes keys until there is something to do outside. */
  run(screen: Screen): Promise<Outside>;
  /** For when it runs again. */
  open(words: readonly string[]): Promise<void>;
  say(text: string, tone?: Tone): void;
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
  let screen: Screen | undefined;
  let leave: (outside: Outside) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const views = createViewStack(menu, { context, pace, changed, crash: (error) => fail(error) });
  const foot = createPromptLine(createCompleter(context, menu), draw);
  const sight: InSight = {
    ...{ place, globals, pace, views, foot },
    ...{ pulse: undefined, said: undefined, help: undefined, hasMouse: loadMouse(context.folders.data) },
  };
  const { act, open, say } = createActor({
    ...{ menu, sight, isFromMenu, changed: draw },
    leave: (outside) => leave(outside),
    fail: (error) => fail(error),
  });

  function changed(): void {
    const known = views.top?.pulse;
    if (known !== undefined) sight.pulse = known;
    draw();
  }

  function draw(): void {
    if (screen && views.top) screen.draw(linesInSight(views.top, sight, screen));
  }

  function press(key: string): void {
    const view = views.top;
    if (screen && view) {
      const size = bodySize(screen);
      sight.said = undefined;
      act(todoOf(key, view, size), screen, size);
      listenToMouse(screen);
      draw();
    } else if (['q', 'ctrl-c', 'escape'].includes(key)) leave({ to: 'quit' });
  }

  /** Into the line that is being typed; elsewhere its letters would be keys that change something. */
  function paste(text: string): void {
    const view = views.top;
    if (!screen || !view) return;
    const size = bodySize(screen);
    sight.said = undefined;
    if (foot.prompt) act(typed(foot.paste(text), view, size), screen, size);
    else say('Pasted text goes into a line: open one with : or / first.', 'warn');
    draw();
  }

  function point(report: MouseReport): void {
    const view = views.top;
    if (!screen || !view || foot.prompt) return;
    const size = bodySize(screen);
    sight.said = undefined;
    if (sight.help === undefined) {
      const own = mouseInView(report, view, screen);
      if (own) act(view.mouse(own.report, own.size).todo, screen, size);
    } else {
      const step = wheelStep(report.does) ?? 0;
      sight.help = scrolledHelp(sight.help, step, helpOf(view, size).length, size.rows);
    }
    draw();
  }

  function listenToMouse(on: Screen): void {
    on.onMouse(sight.hasMouse ? point : undefined);
  }

  function todoOf(key: string, view: Opened, size: Size): OwnTodo | undefined {
    if (foot.prompt) return typed(foot.press(key), view, size);
    const isLeaving = key === 'q' || key === 'ctrl-c';
    if (sight.help !== undefined && !isLeaving) {
      sight.help = afterHelpKey(sight.help, key, helpOf(view, size).length, size.rows);
      return undefined;
    }
    const outcome = key === 'ctrl-c' ? undefined : view.press(key, size);
    if (outcome) return outcome.todo;
    const own = ownKey(key);
    if (!own) return todoOfUnknown(key);
    const command = menu.lineOf(view.words(size)).replace(/^\$ /, '');
    return todoOfKey(own, { crumb: view.crumb, command });
  }

  function typed(line: Typed, view: Opened, size: Size): OwnTodo | undefined {
    if (isOwnLine(line)) return todoOfLine(line, paths);
    const { todo } = view.typed(line, size);
    const isRefused = line.stage === 'done' && todo?.to === 'say' && todo.tone === 'bad';
    if (isRefused) foot.refuse(line);
    return todo;
  }

  feelPulse(
    context,
    AbortSignal.any([context.signal, ended.signal]),
    () => !views.isHeld && screen !== undefined && views.top?.hasPulse === false,
    (now) => {
      sight.pulse = now ?? null;
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
          opened.onPaste(paste);
          opened.onResize(draw);
          listenToMouse(opened);
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
